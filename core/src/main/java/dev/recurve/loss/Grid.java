package dev.recurve.loss;

import dev.recurve.DataException;
import dev.recurve.Lengths;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Tensors;
import java.util.Arrays;

/**
 * Where the rows of a batch come from: the steps of padded sequences, in order of time and without
 * the padding, or the examples of a plain batch, which are sequences of one step.
 *
 * @param steps T, padding included
 * @param lengths of the B sequences
 * @param timed whether the batch has a time axis
 */
record Grid(int steps, Lengths lengths, boolean timed) {

  /** The rows of a plain batch. */
  static Grid ofExamples(int count) {
    return new Grid(1, Lengths.full(count, 1), false);
  }

  /** The steps of sequences. */
  static Grid ofSteps(int steps, Lengths lengths) {
    return new Grid(steps, lengths, true);
  }

  int batch() {
    return lengths.batch();
  }

  /** Number of rows. */
  int rows() {
    return Math.toIntExact(lengths.total());
  }

  /** Checks that there is a row. */
  void requireAny(String loss) {
    if (lengths.max() == 0) {
      throw new DataException(
          "%s has nothing to compare: all %d sequences of the batch have length 0"
              .formatted(loss, batch()));
    }
  }

  /** The number {@code t·B + b} of every row, in order. */
  int[] numbers() {
    int[] numbers = new int[rows()];
    int next = 0;
    for (int t = 0; t < lengths.max(); t++) {
      for (int b = 0; b < batch(); b++) {
        if (t < lengths.at(b)) {
          numbers[next++] = t * batch() + b;
        }
      }
    }
    return numbers;
  }

  /**
   * The rows of a padded batch. What a loss never reads cannot change it by a bit, and gets
   * gradient 0.
   *
   * @param padded {@code [T, B, rest…]}
   * @return {@code [rows, rest…]}
   */
  Tensor pick(Tensor padded) {
    var shape = padded.shape();
    int all = shape.dim(0) * shape.dim(1);
    var flat = padded.reshape(Shape.of(all).then(shape.range(2, shape.rank())));
    return lengths.areFull(shape.dim(0)) ? flat : gather(flat, numbers());
  }

  /**
   * Rows put back to where they come from, with zeros in the padding.
   *
   * @param rows {@code [rows, width]}
   * @param upTo number of steps of the result
   * @return {@code [upTo, B, width]}
   */
  Tensor spread(Tensor rows, int upTo) {
    var shape = Shape.of(upTo, batch(), rows.shape().cols());
    if (lengths.areFull(upTo)) {
      return rows.reshape(shape);
    }
    int[] back = new int[upTo * batch()];
    Arrays.fill(back, -1);
    int[] numbers = numbers();
    for (int row = 0; row < numbers.length; row++) {
      back[numbers[row]] = row;
    }
    return gather(rows, back).reshape(shape);
  }

  /**
   * Something of each sequence, or of each step, given to the rows.
   *
   * @param values {@code [B]}, or {@code [T, B]} where there is a time axis
   * @return {@code [rows, 1]}
   */
  Tensor perRow(String what, Tensor values) {
    var shape = values.shape();
    if (shape.equals(Shape.of(batch()))) {
      var column = values.reshape(Shape.of(batch(), 1));
      return timed
          ? gather(column, Arrays.stream(numbers()).map(number -> number % batch()).toArray())
          : column;
    }
    if (timed && shape.equals(Shape.of(steps, batch()))) {
      return pick(values.reshape(Shape.of(steps, batch(), 1)));
    }
    throw new ShapeException(
        "%s have one value an example, %s%s, received %s"
            .formatted(
                what,
                Shape.of(batch()),
                timed ? ", or one a step, " + Shape.of(steps, batch()) : "",
                shape));
  }

  /** The rows' values summed over each sequence, B of them. */
  double[] perSequence(double[] rows) {
    double[] sums = new double[batch()];
    int[] numbers = numbers();
    for (int row = 0; row < rows.length; row++) {
      sums[numbers[row] % batch()] += rows[row];
    }
    return sums;
  }

  /** For messages: where a row comes from. */
  String place(int row) {
    int number = numbers()[row];
    return timed
        ? "time %d, batch %d".formatted(number / batch(), number % batch())
        : "index " + number;
  }

  private static Tensor gather(Tensor rows, int[] ids) {
    var device = DeviceTensor.of(rows).device();
    return rows.gather(Tensors.ofInts(device, Shape.of(ids.length), ids));
  }
}
