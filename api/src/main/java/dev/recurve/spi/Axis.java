package dev.recurve.spi;

/** The axis that a reduction folds away. */
public enum Axis {
  /** Down the rows: {@code r × c} becomes {@code 1 × c}. */
  ROWS,
  /** Along the columns: {@code r × c} becomes {@code r × 1}. */
  COLS,
  /** Both: {@code r × c} becomes {@code 1 × 1}. */
  ALL
}
