package dev.recurve.host;

import dev.recurve.spi.Direction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Some of a batch's sequences in one direction: what one thread runs from beginning to end without
 * waiting for another. Sequences stand longest first, so that those still running at a step are the
 * first rows.
 *
 * @param direction 0, or 1 for the second of two
 * @param reverse whether each sequence is read from its own end
 * @param sequences their numbers in the batch, longest first
 * @param lengths their lengths
 * @param starts for each block of {@link #start}, its first row, and at the end the number of rows;
 *     empty if all lengths are equal, where it is a multiplication: what a call allocates then does
 *     not grow with the steps
 */
public record RnnPart(
    int direction, boolean reverse, int[] sequences, int[] lengths, int[] starts) {

  /**
   * Cuts a batch into parts. Sequences of equal length stay together in order; unequal ones are
   * dealt out in turn, longest first, so that the parts have like work.
   *
   * @param perDirection parts for each direction
   */
  public static List<RnnPart> cut(Direction direction, int[] lengths, int perDirection) {
    int batch = lengths.length;
    boolean equal = areEqual(lengths);
    int[] order = equal ? new int[0] : longestFirst(lengths);
    var parts = new ArrayList<RnnPart>();
    for (int d = 0; d < direction.count(); d++) {
      for (int p = 0; p < perDirection; p++) {
        int part = p;
        int[] mine =
            equal
                ? upTo(batch * p / perDirection, batch * (p + 1) / perDirection)
                : IntStream.range(0, batch)
                    .filter(i -> i % perDirection == part)
                    .map(i -> order[i])
                    .toArray();
        parts.add(of(d, direction.isReverse(d), mine, lengths));
      }
    }
    return parts;
  }

  private static boolean areEqual(int[] lengths) {
    for (int length : lengths) {
      if (length != lengths[0]) {
        return false;
      }
    }
    return true;
  }

  private static int[] longestFirst(int[] lengths) {
    return IntStream.range(0, lengths.length)
        .boxed()
        .sorted(Comparator.comparingInt(b -> -lengths[b]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** The numbers from … to-1. */
  private static int[] upTo(int from, int to) {
    int[] numbers = new int[to - from];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = from + i;
    }
    return numbers;
  }

  private static RnnPart of(int direction, boolean reverse, int[] sequences, int[] all) {
    int[] lengths = new int[sequences.length];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = all[sequences[i]];
    }
    return new RnnPart(direction, reverse, sequences, lengths, starts(lengths));
  }

  private static int[] starts(int[] lengths) {
    int size = lengths.length;
    if (size == 0 || lengths[0] == lengths[size - 1]) {
      return new int[0];
    }
    int[] starts = new int[lengths[0] + 2];
    starts[1] = size;
    int active = size;
    for (int s = 0; s < lengths[0]; s++) {
      while (lengths[active - 1] <= s) {
        active--;
      }
      starts[s + 2] = starts[s + 1] + active;
    }
    return starts;
  }

  public int size() {
    return sequences.length;
  }

  public int steps() {
    return sequences.length == 0 ? 0 : lengths[0];
  }

  /** How many sequences run at a step: the first ones. */
  public int active(int step) {
    return starts.length == 0 ? size() : starts[step + 2] - starts[step + 1];
  }

  /** The time at which a sequence is at a step of its own. */
  public int time(int i, int step) {
    return reverse ? lengths[i] - 1 - step : step;
  }

  /**
   * The first row of a block when every step is kept: block 0 is the state before all, and block s
   * + 1 has a row for each sequence that made step s.
   */
  public int start(int block) {
    return starts.length == 0 ? block * size() : starts[block];
  }

  /** Rows of all blocks. */
  public int rows() {
    return starts.length == 0 ? (steps() + 1) * size() : starts[steps() + 1];
  }
}
