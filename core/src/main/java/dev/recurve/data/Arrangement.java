package dev.recurve.data;

import dev.recurve.spi.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How an epoch goes through the places of a data set: an order, in which classes may be balanced,
 * then put together by length. Places are counted from 0 among the chosen examples.
 *
 * @param order of the places, or of the classes and the examples in each
 * @param balanced whether each class comes as often as any other; the order is a shuffled one then
 * @param bucket how many batches are filled from one stretch that is sorted by length; 0 for no
 *     sorting
 */
record Arrangement(Order order, boolean balanced, int bucket) {
  /** Keeps the draw of whole batches apart from that of examples. */
  private static final long BATCHES = 0x6261746368657331L;

  /**
   * What is arranged.
   *
   * @param count how many places there are
   * @param kept how many are used in an epoch, the first of the order
   * @param size places in a batch
   * @param classOf the class at a place
   * @param stepsOf the steps of the sequence at a place
   */
  record Places(
      int count, int kept, int size, IntUnaryOperator classOf, IntUnaryOperator stepsOf) {}

  static Arrangement plain() {
    return new Arrangement(Order.asGiven(), false, 0);
  }

  Arrangement shuffled(long seed) {
    return new Arrangement(Order.shuffled(seed), false, bucket);
  }

  Arrangement balanced(long seed) {
    return new Arrangement(Order.shuffled(seed), true, bucket);
  }

  Arrangement bucketed(int batches) {
    return new Arrangement(order, balanced, batches);
  }

  /** The places that an epoch goes through. */
  int[] places(long epoch, Places all) {
    int[] drawn =
        switch (order) {
          case Order.Shuffled(long seed) when balanced -> balanced(seed, epoch, all);
          case Order plain -> plain.of(epoch, all.count());
        };
    int[] used = Arrays.copyOf(drawn, all.kept());
    return bucket == 0 ? used : byLength(used, epoch, all);
  }

  /**
   * Rounds in which every class comes once, in an order of their own; the members of a class are
   * gone through in passes, each in an order of its own.
   */
  private static int[] balanced(long seed, long epoch, Places all) {
    var byClass =
        IntStream.range(0, all.count())
            .boxed()
            .collect(
                Collectors.groupingBy(
                    place -> all.classOf().applyAsInt(place), TreeMap::new, Collectors.toList()));
    long key = CounterRandom.derive(seed, epoch);
    var members = new ArrayList<Turns>();
    for (var places : byClass.values()) {
      members.add(new Turns(places, CounterRandom.derive(key, 1 + members.size())));
    }
    var rounds = new Turns(IntStream.range(0, members.size()).boxed().toList(), key);
    int[] drawn = new int[all.count()];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = members.get(rounds.next()).next();
    }
    return drawn;
  }

  /** Takes turns without end: all once in an order, then all once in another. */
  private static final class Turns {
    private final List<Integer> members;
    private final Order passes;
    private int pass;
    private int taken;
    private int[] order;

    Turns(List<Integer> members, long key) {
      this.members = members;
      this.passes = Order.shuffled(key);
      this.order = passes.of(0, members.size());
    }

    int next() {
      if (taken == order.length) {
        order = passes.of(++pass, members.size());
        taken = 0;
      }
      return members.get(order[taken++]);
    }
  }

  private int[] byLength(int[] places, long epoch, Places all) {
    int stretch = Math.multiplyExact(bucket, all.size());
    int[] sorted = new int[places.length];
    for (int from = 0; from < places.length; from += stretch) {
      int[] part =
          Arrays.stream(places, from, Math.min(from + stretch, places.length))
              .boxed()
              .sorted(Comparator.comparingInt(all.stepsOf()::applyAsInt))
              .mapToInt(Integer::intValue)
              .toArray();
      System.arraycopy(part, 0, sorted, from, part.length);
    }
    return switch (order) {
      case Order.AsGiven() -> sorted;
      case Order.Shuffled(long seed) -> shuffleBatches(sorted, all.size(), seed, epoch);
    };
  }

  /** So that lengths do not come in waves. A smaller last batch stays the last. */
  private static int[] shuffleBatches(int[] places, int size, long seed, long epoch) {
    int[] mixed = places.clone();
    int[] order =
        Order.shuffled(CounterRandom.derive(seed, BATCHES)).of(epoch, places.length / size);
    for (int i = 0; i < order.length; i++) {
      System.arraycopy(places, order[i] * size, mixed, i * size, size);
    }
    return mixed;
  }

  void addTo(ContentHash hash) {
    if (order instanceof Order.Shuffled(long seed)) {
      hash.add(balanced ? 2 : 1).add(seed);
    }
    if (bucket > 0) {
      hash.add(3).add(bucket);
    }
  }
}
