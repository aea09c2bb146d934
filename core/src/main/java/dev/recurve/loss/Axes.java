package dev.recurve.loss;

import dev.recurve.Shape;
import dev.recurve.ShapeException;

/** Shapes in messages, with the names of their axes. */
final class Axes {
  private Axes() {}

  /** For example {@code [20, 32, 3] (time 20, batch 32, features 3)}. */
  static String sequence(Shape shape) {
    return named(shape, "time", "batch", "features");
  }

  /** For example {@code [32, 3] (batch 32, features 3)}. */
  static String rows(Shape shape) {
    return named(shape, "batch", "features");
  }

  /**
   * A shape with a name for each axis; the last name stands for all axes that are left.
   *
   * @param names outermost first
   */
  static String named(Shape shape, String... names) {
    if (shape.rank() == 0) {
      return "a single value";
    }
    var text = new StringBuilder(shape.toString()).append(" (");
    for (int axis = 0; axis < shape.rank(); axis++) {
      text.append(axis == 0 ? "" : axis < names.length ? ", " : " × ");
      if (axis < names.length) {
        text.append(names[axis]).append(' ');
      }
      text.append(shape.dim(axis));
    }
    return text.append(')').toString();
  }

  static void requireEqual(String loss, Shape prediction, Shape target) {
    if (!prediction.equals(target)) {
      throw new ShapeException(
          "%s compares a prediction with a target of the same shape, received prediction %s and target %s"
              .formatted(loss, rows(prediction), rows(target)));
    }
  }
}
