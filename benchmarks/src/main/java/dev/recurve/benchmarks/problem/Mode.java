package dev.recurve.benchmarks.problem;

import java.util.Locale;

/** What is measured of a recurrent network. */
public enum Mode {
  /** Forward and backward with all gradients, no optimiser. */
  TRAIN,
  /** Forward over the whole sequence. */
  INFER,
  /** One step with the state carried over from the step before. */
  STEP;

  /** As on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
