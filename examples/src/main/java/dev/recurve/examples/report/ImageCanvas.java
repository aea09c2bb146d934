package dev.recurve.examples.report;

import dev.recurve.examples.report.Plot.Point;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;

/** A canvas that paints an image, in the colours of a light page. */
final class ImageCanvas implements Canvas, AutoCloseable {
  private static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 1).deriveFont(12.5f);
  private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 15);

  private final Graphics2D graphics;

  /**
   * Paints on an image.
   *
   * @param zoom pixels of the image for each pixel of the page
   * @param margin what is left free at the top and on the left, in pixels of the page
   */
  ImageCanvas(BufferedImage image, double zoom, double margin) {
    graphics = image.createGraphics();
    graphics.setColor(Color.decode(Palette.PAGE));
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    graphics.scale(zoom, zoom);
    graphics.translate(margin, margin);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
  }

  @Override
  public void text(Ink ink, Anchor anchor, double x, double y, String text) {
    graphics.setFont(ink == Ink.TITLE ? TITLE : PLAIN);
    graphics.setColor(Color.decode(ink == Ink.MUTED ? Palette.MUTED : Palette.TEXT));
    double width = graphics.getFontMetrics().getStringBounds(text, graphics).getWidth();
    double start =
        switch (anchor) {
          case START -> x;
          case MIDDLE -> x - width / 2;
          case END -> x - width;
        };
    graphics.drawString(text, (float) start, (float) y);
  }

  @Override
  public void line(Rule rule, double x1, double y1, double x2, double y2) {
    graphics.setColor(
        Color.decode(
            switch (rule) {
              case GRID -> Palette.GRID;
              case AXIS -> Palette.AXIS;
              case MARK -> Palette.MUTED;
            }));
    graphics.setStroke(rule == Rule.MARK ? stroke(1, 3, 3) : stroke(1));
    graphics.draw(new Line2D.Double(x1, y1, x2, y2));
  }

  @Override
  public void curve(int colour, Breadth breadth, double[] dashes, List<Point> points) {
    graphics.setColor(colour(colour));
    graphics.setStroke(stroke(breadth == Breadth.THIN ? 1.2f : 2, dashes));
    graphics.draw(path(points));
  }

  @Override
  public void area(int colour, List<Point> outline) {
    var opaque = colour(colour);
    var shade = (int) Math.round(255 * Palette.SHADE);
    graphics.setColor(new Color(opaque.getRed(), opaque.getGreen(), opaque.getBlue(), shade));
    graphics.fill(closed(outline));
  }

  @Override
  public void marker(int colour, List<Point> outline, String told) {
    var shape = closed(outline);
    graphics.setColor(colour(colour));
    graphics.fill(shape);
    graphics.setColor(Color.decode(Palette.PAGE));
    graphics.setStroke(stroke(0.8f));
    graphics.draw(shape);
  }

  @Override
  public void cell(int colour, double strength, double x, double y, double size, String told) {
    var square = new Rectangle2D.Double(x, y, size, size);
    var full = colour(colour);
    int opacity = (int) Math.round(255 * strength);
    graphics.setColor(new Color(full.getRed(), full.getGreen(), full.getBlue(), opacity));
    graphics.fill(square);
    graphics.setColor(Color.decode(Palette.GRID));
    graphics.setStroke(stroke(1));
    graphics.draw(square);
  }

  @Override
  public void hover(int colour, Point at, String told) {
    // An image cannot be asked.
  }

  @Override
  public void close() {
    graphics.dispose();
  }

  private static Color colour(int number) {
    return Color.decode(Palette.LIGHT.get(number % Palette.LIGHT.size()));
  }

  private static BasicStroke stroke(float breadth, double... dashes) {
    if (dashes.length == 0) {
      return new BasicStroke(breadth, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);
    }
    var lengths = new float[dashes.length];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = (float) dashes[i];
    }
    return new BasicStroke(breadth, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, lengths, 0);
  }

  private static Path2D closed(List<Point> outline) {
    var path = path(outline);
    path.closePath();
    return path;
  }

  private static Path2D path(List<Point> points) {
    var path = new Path2D.Double();
    path.moveTo(points.getFirst().x(), points.getFirst().y());
    points.stream().skip(1).forEach(p -> path.lineTo(p.x(), p.y()));
    return path;
  }
}
