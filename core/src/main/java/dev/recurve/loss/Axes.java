package dev.recurve.loss;

import dev.recurve.Shape;
import dev.recurve.ShapeException;
import java.util.Arrays;

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

  /** The place of an element, outermost axis first, for example {@code [3, 0]}. */
  static String index(Shape shape, int flat) {
    int[] index = new int[shape.rank()];
    int rest = flat;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      index[axis] = rest % shape.dim(axis);
      rest /= shape.dim(axis);
    }
    return Arrays.toString(index);
  }

  /** For a prediction and a target that do not fit. */
  static ShapeException misfit(String loss, String wish, String prediction, String target) {
    return new ShapeException(
        "%s compares %s, received prediction %s and target %s"
            .formatted(loss, wish, prediction, target));
  }
}
