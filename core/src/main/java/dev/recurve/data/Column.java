package dev.recurve.data;

import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * One side of a data set in memory, inputs or targets: from the numbers of some examples it makes
 * their tensors.
 *
 * @param <T> what a batch of it is, for example {@link dev.recurve.Sequence}
 */
public interface Column<T> {
  /** Number of examples. */
  int count();

  /**
   * Collects these examples on the host, in any thread.
   *
   * @param examples their numbers, in order
   * @return makes the tensors; called inside a step, on whose device and in whose memory they lie
   */
  Supplier<T> prepare(int[] examples);

  /**
   * The batch of these examples; called inside a step, on whose device and in whose memory it lies.
   *
   * @param examples their numbers, in order
   */
  default T batch(int[] examples) {
    return prepare(examples).get();
  }

  /** The class of an example, where each has one; what {@link ExampleBatches#balanced} goes by. */
  default OptionalInt classOf(int example) {
    return OptionalInt.empty();
  }

  /** The steps of an example, where it has any; what {@link ExampleBatches#bucketed} goes by. */
  default OptionalInt stepsOf(int example) {
    return OptionalInt.empty();
  }

  /** A number that changes when the contents do. */
  long fingerprint();
}
