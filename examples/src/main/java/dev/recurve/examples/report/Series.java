package dev.recurve.examples.report;

import java.util.List;

/** What a chart shows: values over the x axis. Times are seconds since 1970-01-01T00:00. */
sealed interface Series {
  String name();

  /** The number of its colour in {@link Palette}. */
  int colour();

  double[] x();

  /** The values at each x: one array for a curve, two for a band. */
  List<double[]> values();

  /** How a curve is drawn. */
  enum Style {
    LINE,
    DASHED,
    POINTS
  }

  /**
   * One value at each x.
   *
   * @param variant how many curves of this style came before: it picks the dashes or the marker
   */
  record Curve(String name, int colour, Style style, int variant, double[] x, double[] y)
      implements Series {
    @Override
    public List<double[]> values() {
      return List.of(y);
    }
  }

  /** The area between two values at each x. */
  record Band(String name, int colour, double[] x, double[] lower, double[] upper)
      implements Series {
    @Override
    public List<double[]> values() {
      return List.of(lower, upper);
    }
  }

  /** A vertical line across the chart. */
  record Rule(String label, double x) {}
}
