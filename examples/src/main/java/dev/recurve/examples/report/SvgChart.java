package dev.recurve.examples.report;

import static dev.recurve.examples.report.Markup.number;

/**
 * Draws a {@link Chart} as SVG, light or dark as its reader prefers, with a title and a description
 * for those who cannot see it, and the value of each point on hovering over it.
 */
public final class SvgChart {
  private static final double WIDTH = 820;
  private static final double PLOT_HEIGHT = 260;

  private SvgChart() {}

  /**
   * Draws a chart as a file of its own.
   *
   * @return SVG that is well-formed XML
   * @throws dev.recurve.DataException if the chart has no value that can be drawn
   */
  public static String render(Chart chart) {
    var file = new Markup();
    write(chart, "chart", 20, Styles.COLOURS + Styles.CHART, file);
    return file.finish();
  }

  /**
   * Draws a chart into a page that has the style rules.
   *
   * @param id what the names of its elements begin with; no other chart of the page may have it
   */
  static void embed(Chart chart, String id, Markup page) {
    write(chart, id, 0, "", page);
  }

  private static void write(Chart chart, String id, double margin, String style, Markup page) {
    var body = new Markup();
    double height = Drawings.draw(chart, new SvgCanvas(body), WIDTH, PLOT_HEIGHT);
    page.open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "viewBox",
        viewBox(margin, height),
        "class",
        "chart",
        "role",
        "img",
        "aria-labelledby",
        id + "-title " + id + "-desc");
    page.line().leaf("title", chart.title(), "id", id + "-title");
    page.line().leaf("desc", Drawings.summary(chart), "id", id + "-desc");
    if (!style.isEmpty()) {
      page.line().open("style").verbatim(style).close();
    }
    page.verbatim(body.finish()).line().close().line();
  }

  private static String viewBox(double margin, double height) {
    return "%s %s %s %s"
        .formatted(
            number(-margin),
            number(-margin),
            number(WIDTH + 2 * margin),
            number(height + 2 * margin));
  }
}
