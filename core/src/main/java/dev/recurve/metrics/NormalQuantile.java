package dev.recurve.metrics;

/**
 * Quantiles of the standard normal distribution, by Newton's method on its distribution function.
 */
final class NormalQuantile {
  private static final double ROOT_TAU = Math.sqrt(2 * Math.PI);
  private static final int STEPS = 60;

  private NormalQuantile() {}

  /**
   * The value below which a share of the distribution lies.
   *
   * @param p between ½ and 1
   */
  static double upper(double p) {
    // From 0, where the distribution function is steepest, steps never overshoot the target.
    double z = 0;
    for (int i = 0; i < STEPS; i++) {
      double step = (p - 0.5 - aboveMiddle(z)) * ROOT_TAU * Math.exp(0.5 * z * z);
      z += step;
      if (Math.abs(step) < 1e-15 * Math.max(1, z)) {
        break;
      }
    }
    return z;
  }

  /**
   * The share of the distribution between 0 and z, 0 or more, by the series of Abramowitz and
   * Stegun (1964, 26.2.11), whose terms are all positive.
   */
  private static double aboveMiddle(double z) {
    double term = z;
    double sum = z;
    for (int k = 3; term > sum * 1e-17; k += 2) {
      term *= z * z / k;
      sum += term;
    }
    return sum * Math.exp(-0.5 * z * z) / ROOT_TAU;
  }
}
