package dev.recurve.data;

import java.util.Optional;

/**
 * A data set whose batches can be handed out in parts, so that several workers learn from one batch
 * at once.
 *
 * @param <I> the model's input
 * @param <Y> the target
 */
public interface DividedBatches<I, Y> extends Batches<I, Y> {
  /**
   * Builds the tensors of a part of a batch; called inside a step. May be called in any thread, by
   * several at a time. All parts together are the batch, each example in one of them.
   *
   * @param epoch from 0; shuffles
   * @param index 0…count-1
   * @param part 0…parts-1
   * @param parts how many the batch is cut into, at least 1
   * @return empty if nothing is left for this part, as where a batch has fewer examples than parts
   */
  Optional<Batch<I, Y>> part(long epoch, int index, int part, int parts);
}
