package dev.recurve.host;

/**
 * The gradients of a part's weights and biases, as one product over all its rows of all steps:
 * {@code [x | 1 | h]ᵀ · gates}, or the same for a step's second product.
 */
public interface RnnWeightGradient {
  /**
   * Adds some rows, which may change before the sums are brought up to date.
   *
   * @param v where the rows lie, from {@code from} on
   * @param gates where the gates' gradients lie, from {@code g} on
   */
  void add(float[] v, int from, int ldRows, float[] gates, int g, int ldGates, int rows);

  /** Brings the sums up to date, after the last step. */
  void finish();

  /** Where the sums begin; a row for each column of the rows. */
  int sums();

  /** The array that they stand in. */
  float[] values();

  /** From one row of sums to the next. */
  int ldSums();
}
