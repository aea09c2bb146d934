package dev.recurve.examples.report;

import dev.recurve.examples.report.Series.Band;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The area of a drawing, in pixels, on which values are placed. Its y grows downwards. */
record Plot(LineChart chart, Frame frame, double left, double top, double width, double height) {

  /** A place on the drawing. */
  record Point(double x, double y) {}

  double right() {
    return left + width;
  }

  double bottom() {
    return top + height;
  }

  double x(double value) {
    return left + width * frame.x().place(value);
  }

  double y(double value) {
    return bottom() - height * frame.y().place(value);
  }

  /** The places of values, cut into runs where one is missing. */
  List<List<Point>> runs(double[] x, double[] y) {
    var runs = new ArrayList<List<Point>>();
    var run = new ArrayList<Point>();
    for (int i = 0; i <= x.length; i++) {
      if (i < x.length && Frame.drawable(chart, x[i], y[i])) {
        run.add(new Point(x(x[i]), y(y[i])));
      } else if (!run.isEmpty()) {
        runs.add(run);
        run = new ArrayList<>();
      }
    }
    return runs;
  }

  /** A stretch of a band where both of its values are present. */
  record Ribbon(List<Point> lower, List<Point> upper) {}

  /** The places of a band, cut where one of its values is missing. */
  List<Ribbon> ribbons(Band band) {
    var lower = band.lower().clone();
    var upper = band.upper().clone();
    for (int i = 0; i < lower.length; i++) {
      if (!Frame.drawable(chart, band.x()[i], lower[i])) {
        upper[i] = Double.NaN;
      } else if (!Frame.drawable(chart, band.x()[i], upper[i])) {
        lower[i] = Double.NaN;
      }
    }
    var floors = runs(band.x(), lower);
    var roofs = runs(band.x(), upper);
    return IntStream.range(0, floors.size())
        .mapToObj(i -> new Ribbon(floors.get(i), roofs.get(i)))
        .toList();
  }
}
