package dev.recurve.data;

/**
 * A data set cut into batches. Which examples a batch holds is a function of the epoch and the
 * batch's number alone, so that training can go on from any place after a crash, and a batch can be
 * replayed.
 *
 * @param <I> the model's input
 * @param <Y> the target
 */
public interface Batches<I, Y> {
  /** Number of batches in an epoch; the same in every epoch. */
  int count();

  /**
   * Builds a batch's tensors; called inside a step, on whose device and in whose memory they lie.
   *
   * @param epoch from 0; shuffles
   * @param index 0…count-1
   */
  Batch<I, Y> batch(long epoch, int index);

  /** For messages: which examples a batch holds, for example {@code rows 3, 17, 5 … of 96}. */
  String describe(long epoch, int index);

  /** A number that changes when the data does, for provenance and to refuse a wrong resume. */
  long fingerprint();
}
