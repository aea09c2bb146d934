package dev.recurve.train;

import java.util.Locale;

/** A curve along the steps or the epochs of a run. */
record CurveSchedule(Unit unit, Curve curve) implements Schedule {
  /** What moves a curve on. */
  enum Unit {
    STEPS,
    EPOCHS
  }

  private long length(RunLength run) {
    return unit == Unit.STEPS ? run.steps() : run.epochs();
  }

  @Override
  public double factor(RunPosition position) {
    long at = unit == Unit.STEPS ? position.step() : position.epoch();
    return curve.factor(at, length(position.length()));
  }

  @Override
  public String describe(RunLength run) {
    return curve instanceof Curve.Constant
        ? curve.describe(length(run))
        : curve.describe(length(run)) + " " + unit.name().toLowerCase(Locale.ROOT);
  }
}
