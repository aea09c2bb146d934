package dev.recurve.metrics;

/**
 * A range of values.
 *
 * @param low its lower end
 * @param high its upper end, not below the lower
 */
public record Interval(double low, double high) {
  /** Checks the order. */
  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "An interval ends where it begins or later, received %s to %s".formatted(low, high));
    }
  }

  /** Whether a value lies in it, ends included. */
  public boolean contains(double value) {
    return value >= low && value <= high;
  }

  /** From end to end. */
  public double width() {
    return high - low;
  }
}
