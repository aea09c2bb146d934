package dev.recurve.simd;

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
 * @param active how many of them run at each step
 */
record RnnPart(int direction, boolean reverse, int[] sequences, int[] lengths, int[] active) {

  /**
   * Cuts a batch into parts. Sequences of equal length stay together in order; unequal ones are
   * dealt out in turn, longest first, so that the parts have like work.
   *
   * @param perDirection parts for each direction
   */
  static List<RnnPart> cut(Direction direction, int[] lengths, int perDirection) {
    int batch = lengths.length;
    boolean equal = IntStream.of(lengths).allMatch(length -> length == lengths[0]);
    int[] order =
        IntStream.range(0, batch)
            .boxed()
            .sorted(Comparator.comparingInt(b -> -lengths[b]))
            .mapToInt(Integer::intValue)
            .toArray();
    var parts = new ArrayList<RnnPart>();
    for (int d = 0; d < direction.count(); d++) {
      for (int p = 0; p < perDirection; p++) {
        int part = p;
        int[] mine =
            equal
                ? IntStream.range(batch * p / perDirection, batch * (p + 1) / perDirection)
                    .toArray()
                : IntStream.range(0, batch)
                    .filter(i -> i % perDirection == part)
                    .map(i -> order[i])
                    .toArray();
        parts.add(of(d, direction.isReverse(d), mine, lengths));
      }
    }
    return parts;
  }

  private static RnnPart of(int direction, boolean reverse, int[] sequences, int[] all) {
    int[] lengths = IntStream.of(sequences).map(b -> all[b]).toArray();
    int steps = lengths.length == 0 ? 0 : lengths[0];
    int[] active = new int[steps];
    for (int length : lengths) {
      for (int s = 0; s < length; s++) {
        active[s]++;
      }
    }
    return new RnnPart(direction, reverse, sequences, lengths, active);
  }

  int size() {
    return sequences.length;
  }

  int steps() {
    return active.length;
  }

  /** The time at which a sequence is at a step of its own. */
  int time(int i, int step) {
    return reverse ? lengths[i] - 1 - step : step;
  }

  /**
   * Rows of memory when every step is kept: a first block for the state before all, then for each
   * step one for those that made it.
   */
  int rows() {
    return size() + IntStream.of(active).sum();
  }
}
