package dev.recurve.data;

import java.util.function.Supplier;

/**
 * A data set whose batches can be collected ahead of time, in another thread, as {@link Prefetch}
 * does.
 *
 * @param <I> the model's input
 * @param <Y> the target
 */
public interface PreparedBatches<I, Y> extends Batches<I, Y> {
  /**
   * Does all of a batch's work that needs no device. May be called in any thread, by several at a
   * time.
   *
   * @param epoch from 0; shuffles
   * @param index 0…count-1
   * @return makes the tensors; called inside a step, on whose device and in whose memory they lie
   */
  Supplier<Batch<I, Y>> prepare(long epoch, int index);

  @Override
  default Batch<I, Y> batch(long epoch, int index) {
    return prepare(epoch, index).get();
  }
}
