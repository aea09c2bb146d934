package dev.recurve.loss;

import dev.recurve.DataException;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Tensors;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/** What losses against classes have in common: checks on the host, and tables by class. */
final class ClassTargets {
  private ClassTargets() {}

  /**
   * Checks that each target is a class or ignored, and that one counts.
   *
   * @param place says where the target of a given index stands
   */
  static void require(
      String loss, int classes, OptionalInt ignored, int[] targets, IntFunction<String> place) {
    boolean any = false;
    for (int i = 0; i < targets.length; i++) {
      if (ignored.isPresent() && targets[i] == ignored.getAsInt()) {
        continue;
      }
      any = true;
      if (targets[i] < 0 || targets[i] >= classes) {
        throw new DataException(
            "The target %d at %s is not one of the %d classes 0…%d%s"
                .formatted(
                    targets[i],
                    place.apply(i),
                    classes,
                    classes - 1,
                    ignored.isPresent()
                        ? ", nor the ignored " + ignored.getAsInt()
                        : "; if it marks a target that shall not count, say so with ignoring(%d)"
                            .formatted(targets[i])));
      }
    }
    if (!any) {
      throw new DataException(
          targets.length == 0
              ? loss + " has nothing to compare: there are no targets"
              : "%s has nothing to compare: all %d targets are the ignored %d"
                  .formatted(loss, targets.length, ignored.getAsInt()));
    }
  }

  /**
   * Checks classes' weights.
   *
   * @return a copy
   */
  static double[] requireWeights(double[] weights) {
    boolean valid = Arrays.stream(weights).allMatch(w -> w >= 0 && Double.isFinite(w));
    if (!valid || Arrays.stream(weights).sum() == 0) {
      throw new IllegalArgumentException(
          "Class weights are finite, 0 or more and not all 0, received "
              + Arrays.toString(weights));
    }
    return weights.clone();
  }

  /** Checks that there is a weight for each class, or none at all. */
  static void requireFit(String loss, double[] weights, Tensor logits) {
    if (weights.length > 0 && weights.length != logits.shape().cols()) {
      throw new ShapeException(
          "%s has weights for %d classes, received logits %s"
              .formatted(loss, weights.length, Axes.named(logits.shape(), "batch", "classes")));
    }
  }

  /**
   * A number for each target by its class; 0 for ignored ones.
   *
   * @param values one for each class
   * @param targets I32, any shape
   * @return the targets' shape
   */
  static Tensor valueOf(double[] values, OptionalInt ignored, Tensor targets) {
    // A negative id gives a row of zeros of its own accord.
    double[] table = Arrays.copyOf(values, Math.max(values.length, ignored.orElse(-1) + 1));
    if (ignored.isPresent() && ignored.getAsInt() >= 0) {
      table[ignored.getAsInt()] = 0;
    }
    var device = DeviceTensor.of(targets).device();
    return Tensors.of(device, Shape.of(table.length, 1), table)
        .gather(targets)
        .reshape(targets.shape());
  }
}
