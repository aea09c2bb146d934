package dev.recurve.examples.report;

/** Draws a chart of any kind. */
final class Drawings {
  private Drawings() {}

  /**
   * Draws it.
   *
   * @return how high it came out
   * @throws dev.recurve.DataException if the chart has no value that can be drawn
   */
  static double draw(Chart chart, Canvas canvas, double width, double plotHeight) {
    return switch (chart) {
      case LineChart lines -> new ChartDrawing(lines, canvas, width).draw(plotHeight);
      case GridChart grid -> new GridDrawing(grid, canvas, width).draw(plotHeight);
    };
  }

  /** How high the drawing is without its plot. */
  static double heightOfRest(Chart chart, double width) {
    return draw(chart, new SvgCanvas(new Markup()), width, 0);
  }

  /** What it shows, for readers who cannot see it. */
  static String summary(Chart chart) {
    return switch (chart) {
      case LineChart lines -> ChartSummary.of(lines);
      case GridChart grid -> grid.summary();
    };
  }
}
