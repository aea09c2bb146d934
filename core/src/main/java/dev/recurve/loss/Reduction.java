package dev.recurve.loss;

/** How the losses of a batch's items become one number. */
public enum Reduction {
  /** {@code Σ loss / Σ count} over all items that count: a long sequence counts more. */
  MEAN,
  /**
   * {@code Σ loss}. A batch counts as one item, whose loss is the sum, so a larger batch makes a
   * larger step.
   */
  SUM,
  /**
   * The mean over sequences, or over the examples of a batch, of {@code Σ loss / Σ count} within
   * each: a long sequence counts as much as a short one. Sequences in which nothing counts are left
   * out.
   */
  SEQUENCE_MEAN
}
