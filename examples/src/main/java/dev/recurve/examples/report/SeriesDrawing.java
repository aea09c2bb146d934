package dev.recurve.examples.report;

import dev.recurve.examples.report.Canvas.Breadth;
import dev.recurve.examples.report.Plot.Point;
import dev.recurve.examples.report.Series.Band;
import dev.recurve.examples.report.Series.Curve;
import dev.recurve.examples.report.Series.Style;
import java.util.ArrayList;
import java.util.List;

/** Draws the series of a chart, and the samples of them in its legend. */
final class SeriesDrawing {
  /** Above this many points a curve has no values to hover over: they would lie too close. */
  private static final int HOVER_LIMIT = 240;

  private final Canvas canvas;
  private final Plot plot;

  SeriesDrawing(Canvas canvas, Plot plot) {
    this.canvas = canvas;
    this.plot = plot;
  }

  /** A short sample of a series, around a point. */
  static void sample(Canvas canvas, Series series, double x, double y) {
    switch (series) {
      case Band band ->
          canvas.area(
              band.colour(),
              List.of(
                  new Point(x - 13, y - 6),
                  new Point(x + 13, y - 6),
                  new Point(x + 13, y + 6),
                  new Point(x - 13, y + 6)));
      case Curve curve when curve.style() == Style.POINTS ->
          canvas.marker(curve.colour(), Palette.marker(curve.variant(), new Point(x, y)), "");
      case Curve curve ->
          canvas.curve(
              curve.colour(),
              Breadth.NORMAL,
              dashes(curve),
              List.of(new Point(x - 13, y), new Point(x + 13, y)));
    }
  }

  void draw(Series series) {
    switch (series) {
      case Band band -> area(band);
      case Curve curve when curve.style() == Style.POINTS -> markers(curve);
      case Curve curve -> line(curve);
    }
  }

  private void area(Band band) {
    for (var ribbon : plot.ribbons(band)) {
      var outline = new ArrayList<>(ribbon.upper());
      outline.addAll(ribbon.lower().reversed());
      canvas.area(band.colour(), outline);
    }
  }

  private void line(Curve curve) {
    for (var run : plot.runs(curve.x(), curve.y())) {
      if (run.size() == 1) {
        // A value between two gaps: a line through it would have no length.
        canvas.marker(curve.colour(), Palette.marker(0, run.getFirst()), "");
      } else {
        var breadth = run.size() > plot.width() ? Breadth.THIN : Breadth.NORMAL;
        canvas.curve(curve.colour(), breadth, dashes(curve), Thinning.thinned(run));
      }
    }
    for (int i = 0; i < curve.x().length && curve.x().length <= HOVER_LIMIT; i++) {
      if (isDrawn(curve, i)) {
        canvas.hover(curve.colour(), place(curve, i), told(curve, i));
      }
    }
  }

  private void markers(Curve curve) {
    for (int i = 0; i < curve.x().length; i++) {
      if (isDrawn(curve, i)) {
        var outline = Palette.marker(curve.variant(), place(curve, i));
        canvas.marker(curve.colour(), outline, told(curve, i));
      }
    }
  }

  private boolean isDrawn(Curve curve, int i) {
    return Frame.drawable(plot.chart(), curve.x()[i], curve.y()[i]);
  }

  private Point place(Curve curve, int i) {
    return new Point(plot.x(curve.x()[i]), plot.y(curve.y()[i]));
  }

  private String told(Curve curve, int i) {
    var x = plot.chart().overTime() ? TimeTicks.spoken(curve.x()[i]) : NumberLabel.of(curve.x()[i]);
    return curve.name() + ", " + x + ": " + NumberLabel.of(curve.y()[i]);
  }

  private static double[] dashes(Curve curve) {
    return curve.style() == Style.DASHED ? Palette.dashes(curve.variant()) : Palette.solid();
  }
}
