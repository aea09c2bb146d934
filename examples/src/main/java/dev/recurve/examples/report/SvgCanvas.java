package dev.recurve.examples.report;

import static dev.recurve.examples.report.Markup.number;

import dev.recurve.examples.report.Plot.Point;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A canvas that writes SVG elements, to be looked at with the rules of {@link Styles#CHART}. */
final class SvgCanvas implements Canvas {
  private final Markup out;

  SvgCanvas(Markup out) {
    this.out = out;
  }

  @Override
  public void text(Ink ink, Anchor anchor, double x, double y, String text) {
    out.line()
        .leaf(
            "text",
            text,
            "class",
            lower(ink),
            "text-anchor",
            lower(anchor),
            "x",
            number(x),
            "y",
            number(y));
  }

  @Override
  public void line(Rule rule, double x1, double y1, double x2, double y2) {
    out.line()
        .empty(
            "line",
            "class",
            lower(rule),
            "x1",
            number(x1),
            "y1",
            number(y1),
            "x2",
            number(x2),
            "y2",
            number(y2));
  }

  @Override
  public void curve(int colour, Breadth breadth, double[] dashes, List<Point> points) {
    var style = "curve " + lower(breadth) + " " + style(colour);
    var path = path(points);
    out.line();
    if (dashes.length == 0) {
      out.empty("path", "class", style, "d", path);
    } else {
      var lengths = Arrays.stream(dashes).mapToObj(Markup::number).collect(Collectors.joining(" "));
      out.empty("path", "class", style, "stroke-dasharray", lengths, "d", path);
    }
  }

  @Override
  public void area(int colour, List<Point> outline) {
    out.line().empty("path", "class", "area " + style(colour), "d", path(outline) + "z");
  }

  @Override
  public void marker(int colour, List<Point> outline, String told) {
    out.line().open("path", "class", "marker " + style(colour), "d", path(outline) + "z");
    if (!told.isEmpty()) {
      out.leaf("title", told);
    }
    out.close();
  }

  @Override
  public void cell(int colour, double strength, double x, double y, double size, String told) {
    out.line()
        .open(
            "rect",
            "class",
            "cell " + style(colour),
            "fill-opacity",
            number(strength),
            "x",
            number(x),
            "y",
            number(y),
            "width",
            number(size),
            "height",
            number(size))
        .leaf("title", told)
        .close();
  }

  @Override
  public void hover(int colour, Point at, String told) {
    out.line()
        .open(
            "circle",
            "class",
            "hover " + style(colour),
            "cx",
            number(at.x()),
            "cy",
            number(at.y()),
            "r",
            "4")
        .leaf("title", told)
        .close();
  }

  private static String path(List<Point> points) {
    return points.stream()
        .map(p -> number(p.x()) + " " + number(p.y()))
        .collect(Collectors.joining("L", "M", ""));
  }

  private static String style(int colour) {
    return "c" + colour % Palette.LIGHT.size();
  }

  private static String lower(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }
}
