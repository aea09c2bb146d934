package dev.recurve.loss;

import dev.recurve.Tensor;

/**
 * How far a prediction is from its target.
 *
 * @param <O> the prediction
 * @param <Y> the target
 */
public interface Loss<O, Y> {
  /** Its name in histories and reports, for example {@code cross-entropy}. */
  String name();

  /** Name and settings, to refuse a checkpoint of a run with another loss. */
  default String describe() {
    return name();
  }

  /** How it is computed on the running step's device, or on the default one. */
  default String explain() {
    return describe();
  }

  /**
   * The mean loss over everything that counts: elements or steps that are padding, ignored or
   * unobserved do not.
   *
   * @return a scalar through which gradients flow
   * @throws dev.recurve.ShapeException if prediction and target do not fit
   * @throws dev.recurve.DataException if nothing counts
   */
  Tensor mean(O prediction, Y target);

  /**
   * How much counts in {@link #mean}, so that means over several batches can be averaged rightly:
   * the number of elements, rows or steps, or their summed weights.
   */
  double weight(O prediction, Y target);
}
