package dev.recurve.loss;

import dev.recurve.DataException;
import dev.recurve.Lengths;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Tensors;

/**
 * The steps of a padded batch that are not padding, as rows under each other. What a loss never
 * reads cannot change it by a bit, and gets gradient 0.
 */
final class ActiveSteps {
  private ActiveSteps() {}

  /** Checks that there is one. */
  static void requireAny(String loss, Lengths lengths) {
    if (lengths.max() == 0) {
      throw new DataException(
          "%s has nothing to compare: all %d sequences of the batch have length 0"
              .formatted(loss, lengths.batch()));
    }
  }

  /**
   * The rows of a padded batch, {@code [T, B, rest…]}, in order of time.
   *
   * @return {@code [active, rest…]}
   */
  static Tensor of(Tensor padded, Lengths lengths) {
    var shape = padded.shape();
    var all = Shape.of(shape.dim(0) * shape.dim(1)).then(shape.range(2, shape.rank()));
    var rows = padded.reshape(all);
    if (lengths.areFull(shape.dim(0))) {
      return rows;
    }
    int[] ids = numbers(lengths);
    var device = DeviceTensor.of(padded).device();
    return rows.gather(Tensors.ofInts(device, Shape.of(ids.length), ids));
  }

  /** The row number {@code t·B + b} of every step that counts, in order. */
  static int[] numbers(Lengths lengths) {
    int batch = lengths.batch();
    int[] numbers = new int[Math.toIntExact(lengths.total())];
    int next = 0;
    for (int t = 0; t < lengths.max(); t++) {
      for (int b = 0; b < batch; b++) {
        if (t < lengths.at(b)) {
          numbers[next++] = t * batch + b;
        }
      }
    }
    return numbers;
  }
}
