package dev.recurve.train;

/**
 * Which learning rates {@link Trainer#findRate} tries: from the least to the most in equal ratios.
 *
 * @param least greater than 0
 * @param most greater than the least
 * @param steps how many are tried, at least 2
 */
public record RateRange(double least, double most, int steps) {
  /** Checks the numbers. */
  public RateRange {
    if (!(least > 0 && least < most && Double.isFinite(most))) {
      throw new IllegalArgumentException(
          "Learning rates are tried from one above 0 to a greater one, received %s and %s"
              .formatted(least, most));
    }
    if (steps < 2) {
      throw new IllegalArgumentException("At least 2 learning rates are tried, received " + steps);
    }
  }

  /** A hundred rates from a ten-millionth to 10: every rate that anybody uses. */
  public static RateRange wide() {
    return new RateRange(1e-7, 10, 100);
  }

  /** The rate of a step, from 0. */
  double rate(int step) {
    return least * Math.pow(most / least, step / (steps - 1.0));
  }
}
