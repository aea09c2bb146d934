package dev.recurve.nn;

import dev.recurve.Lengths;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Tensors;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The steps of a padded batch without the padding, one row each, so that what is computed on them
 * never sees the padding, forward or back.
 */
final class PackedSteps {
  private PackedSteps() {}

  /**
   * Computes rows from the rows within the lengths.
   *
   * @param padded {@code [T, B, any…]}
   * @param function from {@code [N, any…]} to {@code [N, features…]}, row by row
   * @return {@code [T, B, features…]}, 0 in the padding
   */
  static Sequence map(Tensor padded, Lengths lengths, UnaryOperator<Tensor> function) {
    var shape = padded.shape();
    int steps = shape.dim(0);
    int batch = shape.dim(1);
    var rows = padded.reshape(Shape.of(steps * batch).then(shape.range(2, shape.rank())));
    int longest = lengths.max();
    if (lengths.areFull(longest)) {
      var mapped = function.apply(rows.slice(0, 0, longest * batch));
      return padded(withZeros(mapped, steps * batch), steps, lengths);
    }
    var timeline = Timeline.of(lengths, steps, false);
    return spread(function.apply(pick(rows, timeline.rows())), timeline, steps, lengths);
  }

  /**
   * Puts rows back to where they belong.
   *
   * @param visited {@code [N, features…]}, in the timeline's order
   * @return {@code [steps, B, features…]}, 0 in the padding
   */
  static Sequence spread(Tensor visited, Timeline timeline, int steps, Lengths lengths) {
    return padded(pick(visited, timeline.back()), steps, lengths);
  }

  /** Rows, and zeros after them. */
  static Tensor withZeros(Tensor rows, int count) {
    int missing = count - rows.shape().dim(0);
    return missing == 0 ? rows : rows.concat(0, List.of(rows.zeros(rows.shape().with(0, missing))));
  }

  private static Sequence padded(Tensor rows, int steps, Lengths lengths) {
    var features = rows.shape().range(1, rows.shape().rank());
    var data = rows.reshape(Shape.of(steps, lengths.batch()).then(features));
    return Sequence.of(DeviceTensor.of(data).knownZeroPadded(lengths), lengths);
  }

  /** Rows by number; zeros for a negative one. */
  static Tensor pick(Tensor rows, int[] ids) {
    var device = DeviceTensor.of(rows).device();
    return rows.gather(Tensors.ofInts(device, Shape.of(ids.length), ids));
  }
}
