package dev.recurve.train;

/**
 * How long a run is.
 *
 * @param steps of the optimiser in all, at least 1
 * @param epochs at least 1
 */
public record RunLength(long steps, int epochs) {
  /** Checks the numbers. */
  public RunLength {
    if (steps < 1 || epochs < 1) {
      throw new IllegalArgumentException(
          "A run has at least 1 step and 1 epoch, received %d and %d".formatted(steps, epochs));
    }
  }
}
