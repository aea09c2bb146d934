package dev.recurve.examples.report;

import java.util.List;

/**
 * An axis: the values at its two ends, and its ticks in rising order. Times are seconds since
 * 1970-01-01T00:00.
 */
record Axis(double low, double high, boolean logarithmic, List<Tick> ticks) {
  /** Larger magnitudes are treated as infinite, so that no difference of two values overflows. */
  static final double LARGEST = 1e300;

  Axis {
    ticks = List.copyOf(ticks);
  }

  /** Where a value falls: 0 at the low end, 1 at the high end. */
  double place(double value) {
    return logarithmic
        ? (Math.log10(value) - Math.log10(low)) / (Math.log10(high) - Math.log10(low))
        : (value - low) / (high - low);
  }

  /** Whether an axis of this kind has a place for the value. */
  static boolean holds(double value, boolean logarithmic) {
    return Math.abs(value) <= LARGEST && (!logarithmic || value >= 1 / LARGEST);
  }
}
