package dev.recurve.timeseries;

/**
 * A function applied to each value before scaling, and undone after. The logarithms suit series
 * whose swings grow with their level: differences of logarithms are ratios.
 */
public enum ValueTransform {
  /** No change. */
  IDENTITY(Double.NEGATIVE_INFINITY),
  /** Natural logarithm; values must be greater than 0. */
  LOG(0),
  /** Logarithm of 1 + x; values must be greater than -1, so that counts of 0 are allowed. */
  LOG1P(-1);

  private final double above;

  ValueTransform(double above) {
    this.above = above;
  }

  /** Returns the bound that values must lie above. */
  double above() {
    return above;
  }

  /**
   * Returns whether a value can be transformed. A missing one can: it stays missing.
   *
   * @param value the value
   * @return whether {@link #apply} is defined for it
   */
  public boolean accepts(double value) {
    return Double.isNaN(value) || value > above;
  }

  /**
   * Transforms a value.
   *
   * @param value the value
   * @return its transform; {@code NaN} or infinite if it is not {@linkplain #accepts accepted}
   */
  public double apply(double value) {
    return switch (this) {
      case IDENTITY -> value;
      case LOG -> Math.log(value);
      case LOG1P -> Math.log1p(value);
    };
  }

  /**
   * Undoes {@link #apply}.
   *
   * @param transformed the transformed value
   * @return the value
   */
  public double invert(double transformed) {
    return switch (this) {
      case IDENTITY -> transformed;
      case LOG -> Math.exp(transformed);
      case LOG1P -> Math.expm1(transformed);
    };
  }
}
