package dev.recurve.train;

/**
 * How the learning rate changes during a run: a factor on the optimiser's rate, for each of the
 * optimiser's steps. A pure function of where the run stands: what a schedule needs to remember is
 * in the history, which checkpoints hold.
 *
 * <p>Most schedules are a {@link Curve} along the steps or along the epochs. The length of the run
 * comes from the trainer.
 */
public interface Schedule {
  /** The factor on the optimiser's learning rate at its next step. */
  double factor(RunPosition position);

  /**
   * Name and settings, to refuse a checkpoint of a run with another schedule.
   *
   * @param run what follows from the length of the run is named too
   */
  String describe(RunLength run);

  /**
   * Is called before the first step.
   *
   * @throws IllegalArgumentException if the schedule cannot be that of such a run
   */
  default void check(RunLength run) {}

  /** The learning rate never changes. */
  static Schedule constant() {
    return perStep(Curve.constant());
  }

  /** The learning rate follows a curve that moves on with each step of the optimiser. */
  static Schedule perStep(Curve curve) {
    return new CurveSchedule(CurveSchedule.Unit.STEPS, curve);
  }

  /** The learning rate follows a curve that moves on with each epoch. */
  static Schedule perEpoch(Curve curve) {
    return new CurveSchedule(CurveSchedule.Unit.EPOCHS, curve);
  }

  /**
   * The learning rate falls by a factor whenever the loss has not improved for some epochs.
   *
   * @param factor between 0 and 1
   * @param patience epochs without improvement that are put up with
   */
  static ReduceOnPlateau reduceOnPlateau(double factor, int patience) {
    return new ReduceOnPlateau(factor, patience, 1e-4, 0);
  }

  /**
   * This schedule after a warm-up in equal steps: the first of n has the factor {@code 1/(n+1)} of
   * what this schedule begins with.
   *
   * @param steps of the optimiser, at least 1
   * @see #warmUp(long, double)
   */
  default Schedule warmUp(long steps) {
    return warmUp(steps, 1 / (steps + 1.0));
  }

  /**
   * This schedule after a linear warm-up: over the first steps, a factor on what this schedule
   * begins with rises from a first value to 1. This schedule then begins as at its step 0, in a run
   * that is so much shorter; epochs, and what follows them, are counted from the run's start.
   *
   * @param steps of the optimiser, at least 1 and fewer than the run has
   * @param from the first factor, in {@code [0, 1]}
   */
  default Schedule warmUp(long steps, double from) {
    return new WarmUp(steps, from, this);
  }
}
