package dev.recurve.data;

import dev.recurve.spi.CounterRandom;

/** In which order the examples of a data set come in an epoch. */
public sealed interface Order {
  /** As they were given. */
  record AsGiven() implements Order {
    @Override
    public int[] of(long epoch, int count) {
      int[] order = new int[count];
      for (int i = 0; i < count; i++) {
        order[i] = i;
      }
      return order;
    }
  }

  /**
   * Anew in each epoch, every order equally likely (the shuffle of Fisher and Yates).
   *
   * @param seed with the epoch, decides the order
   */
  record Shuffled(long seed) implements Order {
    @Override
    public int[] of(long epoch, int count) {
      int[] order = new AsGiven().of(epoch, count);
      long key = CounterRandom.derive(seed, epoch);
      for (int last = count - 1; last > 0; last--) {
        int other = below(last + 1, CounterRandom.bits(key, last));
        int example = order[last];
        order[last] = order[other];
        order[other] = example;
      }
      return order;
    }

    /** The high half of bits × bound: uniform to within bound / 2⁶⁴. */
    private static int below(int bound, long bits) {
      return (int) Math.unsignedMultiplyHigh(bits, bound);
    }
  }

  /**
   * The examples' numbers in order.
   *
   * @param epoch from 0
   * @param count number of examples
   */
  int[] of(long epoch, int count);

  /** As they were given. */
  static Order asGiven() {
    return new AsGiven();
  }

  /** Anew in each epoch. */
  static Order shuffled(long seed) {
    return new Shuffled(seed);
  }
}
