package dev.recurve.timeseries;

import java.util.function.DoubleUnaryOperator;

/**
 * A function applied to each value before scaling, and undone after. The logarithms suit series
 * whose swings grow with their level: differences of logarithms are ratios.
 */
public enum ValueTransform {
  /** No change. */
  IDENTITY(
      Double.NEGATIVE_INFINITY, DoubleUnaryOperator.identity(), DoubleUnaryOperator.identity()),
  /** Natural logarithm; values must be greater than 0. */
  LOG(0, Math::log, Math::exp),
  /** Logarithm of 1 + x; values must be greater than -1, so that counts of 0 are allowed. */
  LOG1P(-1, Math::log1p, Math::expm1);

  private final double above;
  private final DoubleUnaryOperator forward;
  private final DoubleUnaryOperator backward;

  ValueTransform(double above, DoubleUnaryOperator forward, DoubleUnaryOperator backward) {
    this.above = above;
    this.forward = forward;
    this.backward = backward;
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
    return forward.applyAsDouble(value);
  }

  /**
   * Undoes {@link #apply}.
   *
   * @param transformed the transformed value
   * @return the value
   */
  public double invert(double transformed) {
    return backward.applyAsDouble(transformed);
  }
}
