package dev.recurve.examples.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Logarithmic axes that cover a range of positive values. Ticks are powers of ten over a wide
 * range, 1, 2 and 5 times those over a few decades, and evenly spaced numbers over less than a
 * factor of three.
 */
final class LogTicks {
  private static final int[] COARSE = {1};
  private static final int[] FINE = {1, 2, 5};

  private LogTicks() {}

  static Axis covering(double low, double high, int wanted) {
    if (high / low < 3) {
      var even = NumberTicks.covering(low, high, wanted);
      return new Axis(even.low(), even.high(), true, even.ticks());
    }
    double decades = Math.log10(high) - Math.log10(low);
    return decades * FINE.length <= wanted + 2
        ? covering(low, high, 1, FINE)
        : covering(low, high, decadeStep(decades, wanted), COARSE);
  }

  /** Every how many powers of ten there is a tick: 1, 2, 5, 10, 20 … */
  private static int decadeStep(double decades, int wanted) {
    return decades <= wanted ? 1 : NumberTicks.step(0, decades, wanted).intValueExact();
  }

  private static Axis covering(double low, double high, int decadeStep, int[] digits) {
    var values = new ArrayList<BigDecimal>();
    int decade = Math.floorDiv((int) Math.floor(Math.log10(low)), decadeStep) * decadeStep;
    // One decade early, as log10 of a value just below a power of ten may be rounded up to it.
    for (decade -= decadeStep; ; decade += decadeStep) {
      for (int digit : digits) {
        var value = BigDecimal.valueOf(digit).scaleByPowerOfTen(decade);
        if (value.doubleValue() <= low) {
          values.clear();
        }
        values.add(value);
        if (value.doubleValue() >= high) {
          return axis(values);
        }
      }
    }
  }

  private static Axis axis(List<BigDecimal> values) {
    double first = Math.max(values.getFirst().doubleValue(), 1 / Axis.LARGEST);
    double last = Math.min(values.getLast().doubleValue(), Axis.LARGEST);
    boolean plain = first >= 1e-4 && last <= 1e5;
    var ticks =
        values.stream()
            .filter(v -> v.doubleValue() >= first && v.doubleValue() <= last)
            .map(
                v -> new Tick(v.doubleValue(), plain ? NumberLabel.plain(v) : NumberLabel.power(v)))
            .toList();
    return new Axis(first, last, true, ticks);
  }
}
