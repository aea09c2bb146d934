package dev.recurve.metrics;

/**
 * Takes the tally of one batch. Several metrics may read the same tally; measures that are equal
 * are taken once, so a measure is best a record.
 *
 * @param <O> the prediction
 * @param <Y> the target
 * @param <S> the tally
 */
public interface Measure<O, Y, S extends Tally<S>> {
  /** The tally's class. */
  Class<S> tally();

  /**
   * Counts a batch; called inside a step, and may wait for the device.
   *
   * @throws dev.recurve.ShapeException if prediction and target do not fit
   * @throws dev.recurve.DataException if a target is out of range, or a prediction is NaN
   */
  S of(O prediction, Y target);
}
