package dev.recurve.nn;

import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.ShapeException;

/** Shapes in messages, with what their axes mean by convention. */
final class Axes {
  private Axes() {}

  /** For example {@code [20, 32, 64] (time 20, batch 32, features 64)}. */
  static String named(Shape shape) {
    return switch (shape.rank()) {
      case 2 -> "%s (batch %d, features %d)".formatted(shape, shape.dim(0), shape.dim(1));
      case 3 ->
          "%s (time %d, batch %d, features %d)"
              .formatted(shape, shape.dim(0), shape.dim(1), shape.dim(2));
      case 4 ->
          "%s (time %d, batch %d, height %d, channels %d)"
              .formatted(shape, shape.dim(0), shape.dim(1), shape.dim(2), shape.dim(3));
      default -> shape.toString();
    };
  }

  /**
   * The height of a sequence of pictures' columns.
   *
   * @throws ShapeException if its steps are no columns of so many channels, or no window fits them
   */
  static int height(String layer, Sequence input, int channels, Windows windows) {
    var shape = input.data().shape();
    if (shape.rank() != 4 || shape.cols() != channels) {
      throw new ShapeException(
          "%s expects columns of pictures with %d channels, [time, batch, height, %d], received %s; Features.shaped(height, channels) gives them these axes"
              .formatted(layer, channels, channels, named(shape)));
    }
    if (windows.rows(shape.dim(2)) == 0) {
      throw new ShapeException(
          "%s has windows of height %d, which do not fit %s"
              .formatted(layer, windows.kernel().height(), named(shape)));
    }
    return shape.dim(2);
  }
}
