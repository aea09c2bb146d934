package dev.recurve.examples.report;

import dev.recurve.examples.report.Plot.Point;
import java.util.List;

/**
 * What a chart is drawn on. Lengths are pixels of a page, and y grows downwards; colours are
 * numbers in the {@link Palette}.
 */
interface Canvas {

  /** The look of a text. */
  enum Ink {
    TITLE,
    PLAIN,
    MUTED
  }

  /** Which end of a text its position names. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  /** The look of a straight line. */
  enum Rule {
    GRID,
    AXIS,
    MARK
  }

  /** How broad a curve is: a dense one is thin, so as not to run together. */
  enum Breadth {
    NORMAL,
    THIN
  }

  /** A text on a base line. */
  void text(Ink ink, Anchor anchor, double x, double y, String text);

  void line(Rule rule, double x1, double y1, double x2, double y2);

  /**
   * A line through points.
   *
   * @param dashes lengths of dashes and gaps by turns; none for a solid line
   */
  void curve(int colour, Breadth breadth, double[] dashes, List<Point> points);

  /** A closed area, through which what lies beneath can be seen. */
  void area(int colour, List<Point> outline);

  /**
   * A marker.
   *
   * @param outline its corners
   * @param told what it says when asked; may be empty
   */
  void marker(int colour, List<Point> outline, String told);

  /**
   * A square.
   *
   * @param strength from 0, which shows nothing but its edge, to 1 for the full colour
   * @param x its left edge
   * @param y its upper edge
   * @param told what it says when asked
   */
  void cell(int colour, double strength, double x, double y, double size, String told);

  /** A place that says something when asked, and shows nothing otherwise. */
  void hover(int colour, Point at, String told);
}
