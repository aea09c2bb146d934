package dev.recurve.examples.report;

import dev.recurve.RecurveException;
import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * Draws a {@link Chart} as a PNG image: the same picture as {@link SvgChart}, light, and as large
 * as you wish. No display is needed.
 */
public final class PngChart {
  private static final int SMALLEST = 200;
  private static final int LARGEST = 10_000;

  /** The page that the image shows is at least this large, so that everything finds its place. */
  private static final double PAGE_WIDTH = 860;

  private static final double PAGE_HEIGHT = 420;
  private static final double MARGIN = 20;

  private PngChart() {}

  /** What came of an image. */
  public sealed interface Outcome {

    /** The image was written. */
    record Written(Path file) implements Outcome {}

    /**
     * No image was written, as this machine cannot draw text; {@code reason} is a sentence that
     * says why.
     */
    record Skipped(String reason) implements Outcome {}
  }

  /**
   * Writes an image in one go, making missing directories. A machine without fonts, as bare
   * containers are, gets no image and no error either: a job should not fail for want of a picture.
   *
   * @param width in pixels, from 200 to 10 000
   * @param height in pixels, from 200 to 10 000
   * @throws IllegalArgumentException if a size is out of range
   * @throws dev.recurve.DataException if the chart has no value that can be drawn
   * @throws RecurveException if the file cannot be written
   */
  public static Outcome write(Chart chart, Path file, int width, int height) {
    check("width", width);
    check("height", height);
    headless();
    try {
      measureSomeText();
    } catch (RuntimeException | Error e) {
      // Java has no exception for this: it throws plain Error where there are no fonts, plain
      // RuntimeException where fontconfig is missing, and LinkageError from then on.
      return new Outcome.Skipped(
          "%s was not drawn: Java finds no fonts on this machine (%s); install fontconfig and fonts"
              .formatted(file, e.getMessage()));
    }
    AtomicFile.write(file, encoded(chart, width, height));
    return new Outcome.Written(file);
  }

  private static byte[] encoded(Chart chart, int width, int height) {
    var bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image(chart, width, height), "png", bytes);
    } catch (IOException e) {
      throw new RecurveException("cannot encode the chart \"" + chart.title() + "\" as PNG", e);
    }
    return bytes.toByteArray();
  }

  private static BufferedImage image(Chart chart, int width, int height) {
    double zoom = Math.min(width / PAGE_WIDTH, height / PAGE_HEIGHT);
    double innerWidth = width / zoom - 2 * MARGIN;
    double innerHeight = height / zoom - 2 * MARGIN;
    double plotHeight = Math.max(0, innerHeight - Drawings.heightOfRest(chart, innerWidth));
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    try (var canvas = new ImageCanvas(image, zoom, MARGIN)) {
      Drawings.draw(chart, canvas, innerWidth, plotHeight);
    }
    return image;
  }

  /** Painting into memory needs no window system: none is asked for, unless the user wants one. */
  private static void headless() {
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
  }

  private static void measureSomeText() {
    new Font(Font.SANS_SERIF, Font.PLAIN, 12)
        .getStringBounds("text", new FontRenderContext(null, true, true));
  }

  private static void check(String what, int size) {
    if (size < SMALLEST || size > LARGEST) {
      throw new IllegalArgumentException(
          "the %s of an image must be from %d to %d pixels, received %d"
              .formatted(what, SMALLEST, LARGEST, size));
    }
  }
}
