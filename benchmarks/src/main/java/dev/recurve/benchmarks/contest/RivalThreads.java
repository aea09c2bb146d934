package dev.recurve.benchmarks.contest;

import java.util.stream.IntStream;

/** How many threads the rival is given. */
public sealed interface RivalThreads {
  /** This many. */
  record Exactly(int count) implements RivalThreads {
    /**
     * Checks the count.
     *
     * @throws IllegalArgumentException if less than 1
     */
    public Exactly {
      if (count < 1) {
        throw new IllegalArgumentException("A rival needs at least 1 thread, received " + count);
      }
    }
  }

  /** As many as Recurve. */
  record Same() implements RivalThreads {}

  /** Whichever of 1, 2, 4 … and all processors serves it best. */
  record Best() implements RivalThreads {}

  /**
   * Reads {@code best} or a number.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static RivalThreads parse(String text) {
    if (text.equals("best")) {
      return new Best();
    }
    try {
      return new Exactly(Integer.parseInt(text));
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException(
          "The rival's threads are a number from 1 up or \"best\", received \"%s\""
              .formatted(text));
    }
  }

  /** The counts to be tried. */
  default int[] candidates(int ours, int processors) {
    return switch (this) {
      case Exactly(int count) -> new int[] {count};
      case Same() -> new int[] {ours};
      case Best() ->
          IntStream.concat(
                  IntStream.iterate(1, count -> count < processors, count -> 2 * count),
                  IntStream.of(processors))
              .toArray();
    };
  }
}
