package dev.recurve.examples.report;

import dev.recurve.DataException;
import dev.recurve.examples.report.Series.Rule;

/**
 * The two axes that a chart needs.
 *
 * @param leftOut how many values they have no place for: infinite or, on a logarithmic axis, not
 *     above zero
 */
record Frame(Axis x, Axis y, int leftOut) {
  private static final int X_TICKS = 9;
  private static final int Y_TICKS = 6;

  /**
   * Finds the axes of a chart.
   *
   * @throws DataException if the chart has no value that can be drawn
   */
  static Frame of(LineChart chart) {
    var x = new Range();
    var y = new Range();
    int leftOut = 0;
    for (var series : chart.series()) {
      for (var values : series.values()) {
        for (int i = 0; i < values.length; i++) {
          if (drawable(chart, series.x()[i], values[i])) {
            x.include(series.x()[i]);
            y.include(values[i]);
          } else if (!Double.isNaN(series.x()[i]) && !Double.isNaN(values[i])) {
            leftOut++;
          }
        }
      }
    }
    if (x.isEmpty()) {
      throw new DataException(nothingToDraw(chart));
    }
    for (Rule rule : chart.rules()) {
      x.include(rule.x());
    }
    var xAxis =
        chart.overTime()
            ? TimeTicks.within(x.low, x.high, X_TICKS)
            : NumberTicks.within(x.low, x.high, X_TICKS, x.whole);
    var yAxis =
        chart.logarithmic()
            ? LogTicks.covering(y.low, y.high, Y_TICKS)
            : NumberTicks.covering(y.low, y.high, Y_TICKS);
    return new Frame(xAxis, yAxis, leftOut);
  }

  /** Whether both axes have a place for a point. */
  static boolean drawable(LineChart chart, double x, double y) {
    return Axis.holds(x, false) && Axis.holds(y, chart.logarithmic());
  }

  /** What a reader is told of the values that are left out; empty if there are none. */
  static String note(LineChart chart, Frame frame) {
    if (frame.leftOut == 0) {
      return "";
    }
    var reason = chart.logarithmic() ? "zero, negative or infinite" : "infinite";
    return frame.leftOut == 1
        ? "1 value is " + reason + " and not drawn."
        : frame.leftOut + " values are " + reason + " and not drawn.";
  }

  private static String nothingToDraw(LineChart chart) {
    return "chart \"%s\" has nothing to draw: %s; add a series that has at least one"
        .formatted(
            chart.title(),
            chart.series().isEmpty()
                ? "it has no series"
                : chart.logarithmic()
                    ? "no series has a finite value above zero, as its logarithmic axis needs"
                    : "no series has a finite value");
  }

  private static final class Range {
    private double low = Double.POSITIVE_INFINITY;
    private double high = Double.NEGATIVE_INFINITY;
    private boolean whole = true;

    void include(double value) {
      low = Math.min(low, value);
      high = Math.max(high, value);
      whole &= value == Math.rint(value);
    }

    boolean isEmpty() {
      return low > high;
    }
  }
}
