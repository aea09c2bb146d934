package dev.recurve.data;

import dev.recurve.Lengths;
import java.util.function.Supplier;

/**
 * One side of a data set of sequences, from which stretches of time can be cut.
 *
 * @param <T> what the model gets
 */
interface StreamColumn<T> extends Column<T> {
  /** Number of steps of a sequence. */
  int steps(int stream);

  /**
   * Collects a stretch of some sequences on the host, in any thread; a sequence that ends in it or
   * before it is shorter there, or has length 0.
   *
   * @param streams their numbers, in order
   * @param from first step, from 0
   * @param to the step after the last
   * @return makes the tensors; called inside a step
   */
  Supplier<T> cut(int[] streams, int from, int to);

  /** How long sequences are within a stretch. */
  static Lengths lengths(StreamColumn<?> column, int[] streams, int from, int to) {
    int[] steps = new int[streams.length];
    for (int b = 0; b < steps.length; b++) {
      steps[b] = Math.max(0, Math.min(column.steps(streams[b]), to) - from);
    }
    return Lengths.of(steps);
  }
}
