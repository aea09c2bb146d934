package dev.recurve.spi;

/** How a reduction folds its elements, always in one fixed order. */
public enum ReduceOp {
  /** {@code Σ x}; 0 of nothing. */
  SUM,
  /** {@code Σ x²}; 0 of nothing. */
  SUM_SQUARES,
  /** The largest element; NaN if any is NaN; -∞ of nothing. */
  MAX
}
