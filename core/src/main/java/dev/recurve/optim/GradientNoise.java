package dev.recurve.optim;

/**
 * Noise on the gradients (Neelakantan et al. 2015): to each element a normally distributed number
 * is added, whose variance {@code eta / (1 + t)^gamma} falls with the number t of steps made. It is
 * added after clipping, so that clipping does not take it away again, and drawn from the run's
 * seed.
 *
 * @param eta the first variance, greater than 0; the paper has 0.01, 0.3 and 1
 * @param gamma how fast it falls, 0 or more; the paper has 0.55
 */
public record GradientNoise(double eta, double gamma) {
  private static final double USUAL_GAMMA = 0.55;

  /** Checks the numbers. */
  public GradientNoise {
    Settings.positive("The variance of gradient noise", eta);
    Settings.notNegative("The power by which gradient noise falls", gamma);
  }

  /** Noise that begins with this variance and falls with the power 0.55. */
  public static GradientNoise withVariance(double eta) {
    return new GradientNoise(eta, USUAL_GAMMA);
  }

  /** The standard deviation once so many steps are made. */
  double deviation(long steps) {
    return Math.sqrt(eta / StrictMath.pow(1.0 + steps, gamma));
  }
}
