package dev.recurve.data;

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
   * The batch of these examples; called inside a step, on whose device and in whose memory it lies.
   *
   * @param examples their numbers, in order
   */
  T batch(int[] examples);

  /** A number that changes when the contents do. */
  long fingerprint();
}
