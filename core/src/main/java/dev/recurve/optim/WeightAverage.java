package dev.recurve.optim;

/**
 * An average of the weights over the steps of a run, which often generalises better than the last
 * weights do. Training goes on with the weights themselves; see {@link AveragedWeights}.
 */
public sealed interface WeightAverage {
  /**
   * The share of the old average that is kept at a step.
   *
   * @param step the optimiser's, from 1
   */
  double kept(long step);

  /**
   * An exponential moving average: {@code a = d·a + (1-d)·w}. With warm-up, {@code d = min(decay,
   * (1+t)/(10+t))} after t steps before this one, so that the first weights are soon forgotten.
   *
   * @param decay in {@code [0, 1)}
   */
  record Exponential(double decay, boolean warmUp) implements WeightAverage {
    /** Checks the decay. */
    public Exponential {
      Settings.decay("The decay of averaged weights", decay);
    }

    @Override
    public double kept(long step) {
      return warmUp ? Math.min(decay, step / (9.0 + step)) : decay;
    }
  }

  /**
   * The mean of the weights after each step (Polyak and Juditsky 1992).
   *
   * @param after so many steps are left out, 0 or more; until then the average is the last weights
   */
  record Mean(long after) implements WeightAverage {
    /** Checks the number. */
    public Mean {
      if (after < 0) {
        throw new IllegalArgumentException("A mean leaves out 0 steps or more, received " + after);
      }
    }

    @Override
    public double kept(long step) {
      return step <= after ? 0 : 1 - 1.0 / (step - after);
    }
  }

  /** An exponential moving average with warm-up; 0.999 and 0.9999 are usual decays. */
  static WeightAverage exponential(double decay) {
    return new Exponential(decay, true);
  }

  /** The mean over all steps but the first so many. */
  static WeightAverage mean(long after) {
    return new Mean(after);
  }
}
