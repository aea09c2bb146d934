package dev.recurve.examples.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Axes whose ticks are 1, 2 or 5 times a power of ten apart, after P. Heckbert, "Nice numbers for
 * graph labels", Graphics Gems, 1990. The arithmetic is decimal: a tick is exactly what its label
 * says.
 */
final class NumberTicks {
  /** Ranges narrower than this part of their values are rounding noise, and drawn as a constant. */
  private static final double NOISE = 1e-9;

  private static final double SMALLEST = 1e-305;

  private NumberTicks() {}

  /**
   * An axis that reaches from the last tick at or below {@code low} to the first at or above {@code
   * high}.
   */
  static Axis covering(double low, double high, int wanted) {
    return axis(low, high, wanted, true, false);
  }

  /**
   * An axis that ends at {@code low} and {@code high}, with the ticks that fall between.
   *
   * @param whole whether ticks are whole numbers, as for epochs
   */
  static Axis within(double low, double high, int wanted, boolean whole) {
    return axis(low, high, wanted, false, whole);
  }

  private static Axis axis(double low, double high, int wanted, boolean cover, boolean whole) {
    if (high - low < Math.max(NOISE * Math.max(Math.abs(low), Math.abs(high)), SMALLEST)) {
      double margin = Math.max(Math.abs(low) * 0.1, whole || Math.abs(low) < SMALLEST ? 1 : 0);
      return axis(low - margin, high + margin, wanted, cover, whole);
    }
    var step = step(low, high, wanted);
    if (whole && step.compareTo(BigDecimal.ONE) < 0) {
      step = BigDecimal.ONE;
    }
    var first = multiple(low, step, cover ? RoundingMode.FLOOR : RoundingMode.CEILING);
    var last = multiple(high, step, cover ? RoundingMode.CEILING : RoundingMode.FLOOR);
    var values = new ArrayList<BigDecimal>();
    for (var value = first; value.compareTo(last) <= 0; value = value.add(step)) {
      values.add(value);
    }
    var ticks = labelled(values, step);
    return cover
        ? new Axis(first.doubleValue(), last.doubleValue(), false, ticks)
        : new Axis(low, high, false, ticks);
  }

  /**
   * The nice step that cuts a range into about {@code wanted} - 1 pieces: 0.6 to 1.5 times as many.
   * Unlike Heckbert's, it does not make the range nice first, which can leave half of the axis
   * empty.
   */
  static BigDecimal step(double low, double high, int wanted) {
    var range = BigDecimal.valueOf(high).subtract(BigDecimal.valueOf(low));
    var rough = range.divide(BigDecimal.valueOf(wanted - 1L), MathContext.DECIMAL64);
    int exponent = rough.precision() - rough.scale() - 1;
    double digits = rough.movePointLeft(exponent).doubleValue();
    int digit = digits < 1.5 ? 1 : digits < 3 ? 2 : digits < 7 ? 5 : 10;
    return BigDecimal.valueOf(digit).scaleByPowerOfTen(exponent);
  }

  private static BigDecimal multiple(double value, BigDecimal step, RoundingMode mode) {
    return BigDecimal.valueOf(value).divide(step, 0, mode).multiply(step);
  }

  private static List<Tick> labelled(List<BigDecimal> values, BigDecimal step) {
    var largest = values.stream().map(BigDecimal::abs).reduce(BigDecimal.ZERO, BigDecimal::max);
    return values.stream()
        .map(v -> new Tick(v.doubleValue(), NumberLabel.of(v, step, largest)))
        .toList();
  }
}
