package dev.recurve.metrics;

/** Which way a figure is better. */
public enum Goal {
  /** The less, the better: errors and losses. */
  MINIMIZE,
  /** The more, the better: accuracies and scores. */
  MAXIMIZE;

  /**
   * Whether a value is better than another by more than a margin.
   *
   * @param margin 0 or more
   * @return false if either is NaN
   */
  public boolean isBetter(double value, double than, double margin) {
    return this == MINIMIZE ? value < than - margin : value > than + margin;
  }
}
