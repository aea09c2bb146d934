package dev.recurve.train;

/** A linear rise before another schedule. */
record WarmUp(long steps, double from, Schedule then) implements Schedule {
  WarmUp {
    if (steps < 1 || !(from >= 0 && from <= 1)) {
      throw new IllegalArgumentException(
          "A warm-up has at least 1 step and begins with a factor between 0 and 1, received %d and %s"
              .formatted(steps, from));
    }
  }

  @Override
  public double factor(RunPosition position) {
    long step = position.step();
    double rise = step < steps ? from + (1 - from) * step / steps : 1;
    var rest =
        new RunPosition(Math.max(step - steps, 0), position.history(), rest(position.length()));
    return rise * then.factor(rest);
  }

  private RunLength rest(RunLength run) {
    return new RunLength(Math.max(run.steps() - steps, 1), run.epochs());
  }

  @Override
  public String describe(RunLength run) {
    return "warm-up from %s over %d steps, then %s"
        .formatted(from, steps, then.describe(rest(run)));
  }

  @Override
  public void check(RunLength run) {
    if (steps >= run.steps()) {
      throw new IllegalArgumentException(
          "A warm-up of %d steps does not end within a run of %d; make it shorter, or train for more epochs"
              .formatted(steps, run.steps()));
    }
    then.check(rest(run));
  }
}
