package dev.recurve.data;

import dev.recurve.DataException;
import java.util.function.IntUnaryOperator;

/** What is wrong with an example, said once for all columns. */
final class Checks {
  private Checks() {}

  static void requireSteps(String what, int example, int steps) {
    if (steps == 0) {
      throw new DataException(
          "Example %d: the %s has no steps; leave the example out or give it at least one"
              .formatted(example, what));
    }
  }

  static void requireFinite(String where, String what, float[] values) {
    for (int c = 0; c < values.length; c++) {
      if (!Float.isFinite(values[c])) {
        throw new DataException(
            "%s: %s value %d is %s; fill or leave out what is missing before training"
                .formatted(where, what, c, values[c]));
      }
    }
  }

  static void requireBelow(int count, int id, String where, String what, String among) {
    if (id < 0 || id >= count) {
      throw new DataException(
          "%s: the %s is %d; the %d %s are 0…%d"
              .formatted(where, what, id, count, among, count - 1));
    }
  }

  /** Targets for each step have the input's steps. */
  static void requireSameSteps(int examples, IntUnaryOperator input, IntUnaryOperator target) {
    for (int i = 0; i < examples; i++) {
      if (input.applyAsInt(i) != target.applyAsInt(i)) {
        throw new DataException(
            "Example %d: the input has %d steps, the target %d; one target for each step is needed"
                .formatted(i, input.applyAsInt(i), target.applyAsInt(i)));
      }
    }
  }
}
