package dev.recurve.nn;

import dev.recurve.Shape;

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
      default -> shape.toString();
    };
  }
}
