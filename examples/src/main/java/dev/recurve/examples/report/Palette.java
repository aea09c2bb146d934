package dev.recurve.examples.report;

import dev.recurve.examples.report.Plot.Point;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Colours, dashes and markers of curves. On its background each colour has a contrast of at least
 * 3.5 to 1, and any two differ by at least 23 (CIELAB, 1976) for normal sight and under the models
 * of Machado et al., 2009, of protanopia, deuteranopia and tritanopia.
 */
final class Palette {
  /** Curves on white. */
  static final List<String> LIGHT =
      List.of("#27313b", "#1559d6", "#8c4210", "#0a9c68", "#c95cc4", "#9a8a0c");

  /** Curves on near-black. */
  static final List<String> DARK =
      List.of("#e3e8ec", "#5486fa", "#e0602f", "#3bdc8c", "#cc6ab8", "#f8cf45");

  /** The rest of a chart on white. */
  static final String PAGE = "#ffffff";

  static final String TEXT = "#1c252e";
  static final String MUTED = "#5b6772";
  static final String GRID = "#dfe4e8";
  static final String AXIS = "#8b97a2";
  static final double SHADE = 0.16;

  private static final double[] SOLID = {};
  private static final double[][] DASHES = {
    {7, 4}, {2, 3.5}, {10, 3, 2, 3}, {14, 5}, {8, 3, 2, 3, 2, 3}
  };

  /** Corners, square, diamond and triangle; with many corners a circle. */
  private static final List<List<Point>> MARKERS =
      List.of(polygon(16, 3.1, 0), polygon(4, 3.9, 45), polygon(4, 4.1, 0), polygon(3, 4.4, 90));

  private Palette() {}

  /** Lengths of dashes and gaps by turns, in pixels of a page. */
  static double[] dashes(int variant) {
    return DASHES[variant % DASHES.length].clone();
  }

  static double[] solid() {
    return SOLID;
  }

  /** The corners of a marker around a point. */
  static List<Point> marker(int variant, Point centre) {
    return MARKERS.get(variant % MARKERS.size()).stream()
        .map(corner -> new Point(centre.x() + corner.x(), centre.y() + corner.y()))
        .toList();
  }

  private static List<Point> polygon(int corners, double radius, double degrees) {
    return IntStream.range(0, corners)
        .mapToDouble(i -> Math.toRadians(degrees + 360.0 * i / corners))
        .mapToObj(angle -> new Point(radius * Math.cos(angle), -radius * Math.sin(angle)))
        .toList();
  }
}
