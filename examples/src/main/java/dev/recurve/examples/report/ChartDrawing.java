package dev.recurve.examples.report;

import dev.recurve.examples.report.Canvas.Anchor;
import dev.recurve.examples.report.Canvas.Ink;
import dev.recurve.examples.report.Canvas.Rule;
import dev.recurve.examples.report.Series.Band;
import dev.recurve.examples.report.Series.Curve;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Lays out a chart from top to bottom: title, legend, labels of the y axis and of the rules, plot,
 * x axis, note.
 */
final class ChartDrawing {
  private static final double ROW = 20;
  private static final double RIGHT_MARGIN = 26;

  private final LineChart chart;
  private final Frame frame;
  private final Canvas canvas;
  private final double width;

  /** How far down the drawing has come. */
  private double y;

  /**
   * Prepares a drawing.
   *
   * @throws dev.recurve.DataException if the chart has no value that can be drawn
   */
  ChartDrawing(LineChart chart, Canvas canvas, double width) {
    this.chart = chart;
    this.frame = Frame.of(chart);
    this.canvas = canvas;
    this.width = width;
  }

  /**
   * Draws the chart.
   *
   * @return how high it came out
   */
  double draw(double plotHeight) {
    y = ROW;
    text(Ink.TITLE, Anchor.START, 0, chart.title());
    legend();
    double left = 14 + longest(frame.y().ticks());
    var heads = heads(left);
    var plot = new Plot(chart, frame, left, y, width - left - RIGHT_MARGIN, plotHeight);
    yAxis(plot);
    var painter = new SeriesDrawing(canvas, plot);
    chart.series().stream().filter(Band.class::isInstance).forEach(painter::draw);
    heads.forEach(head -> canvas.line(Rule.MARK, head.x(), head.y(), head.x(), plot.bottom()));
    xAxis(plot);
    chart.series().stream().filter(Curve.class::isInstance).forEach(painter::draw);
    var note = Frame.note(chart, frame);
    if (!note.isEmpty()) {
      y += ROW;
      text(Ink.MUTED, Anchor.START, 0, note);
    }
    return y + 8;
  }

  private void legend() {
    double x = 0;
    y += ROW + 4;
    for (var series : chart.series()) {
      double end = x + 34 + TextWidth.of(series.name());
      if (x > 0 && end > width) {
        end -= x;
        x = 0;
        y += ROW;
      }
      SeriesDrawing.sample(canvas, series, x + 13, y - 4);
      text(Ink.PLAIN, Anchor.START, x + 34, series.name());
      x = end + 18;
    }
  }

  /** The upper end of a rule. */
  private record Head(double x, double y) {}

  /** Writes the labels of the y axis and of the rules, which share their rows. */
  private List<Head> heads(double left) {
    var rows = new LabelRows();
    rows.place(0, TextWidth.of(chart.yTitle()));
    y += ROW + 4;
    text(Ink.MUTED, Anchor.START, 0, chart.yTitle());
    double top = y;
    var heads = new ArrayList<Head>();
    for (var rule : inOrder(chart.rules())) {
      double x = left + (width - left - RIGHT_MARGIN) * frame.x().place(rule.x());
      double length = TextWidth.of(rule.label());
      double start = Math.max(0, Math.min(x + 5, width - length));
      double base = top + ROW * rows.place(start, start + length);
      canvas.text(Ink.PLAIN, Anchor.START, start, base, rule.label());
      heads.add(new Head(x, start > x ? base - 10 : base + 5));
      y = Math.max(y, base);
    }
    y += 14;
    return heads;
  }

  private void yAxis(Plot plot) {
    for (var tick : frame.y().ticks()) {
      double at = plot.y(tick.value());
      var rule = tick.value() == 0 ? Rule.AXIS : Rule.GRID;
      canvas.line(rule, plot.left(), at, plot.right(), at);
      canvas.text(Ink.MUTED, Anchor.END, plot.left() - 8, at + 4, tick.label());
    }
  }

  private void xAxis(Plot plot) {
    y = plot.bottom();
    canvas.line(Rule.AXIS, plot.left(), y, plot.right(), y);
    for (var tick : frame.x().ticks()) {
      canvas.line(Rule.AXIS, plot.x(tick.value()), y, plot.x(tick.value()), y + 5);
    }
    y += ROW;
    frame.x().ticks().forEach(tick -> centred(plot.x(tick.value()), tick.label()));
    if (frame.x().ticks().stream().anyMatch(tick -> !tick.context().isEmpty())) {
      y += 15;
      frame.x().ticks().forEach(tick -> centred(plot.x(tick.value()), tick.context()));
    }
    if (!chart.xLabel().isEmpty()) {
      y += ROW;
      centred(plot.left() + plot.width() / 2, chart.xLabel());
    }
  }

  /** A text around a point, moved just so far that it stays on the page. */
  private void centred(double x, String text) {
    double half = TextWidth.of(text) / 2;
    if (x < half) {
      text(Ink.MUTED, Anchor.START, 0, text);
    } else if (x > width - half) {
      text(Ink.MUTED, Anchor.END, width, text);
    } else {
      text(Ink.MUTED, Anchor.MIDDLE, x, text);
    }
  }

  private void text(Ink ink, Anchor anchor, double x, String text) {
    if (!text.isEmpty()) {
      canvas.text(ink, anchor, x, y, text);
    }
  }

  private static double longest(List<Tick> ticks) {
    return ticks.stream().map(Tick::label).mapToDouble(TextWidth::of).max().orElse(0);
  }

  private static List<Series.Rule> inOrder(List<Series.Rule> rules) {
    return rules.stream().sorted(Comparator.comparingDouble(Series.Rule::x)).toList();
  }
}
