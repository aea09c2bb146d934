package dev.recurve.runtime;

import dev.recurve.spi.Axis;
import dev.recurve.spi.Mat;
import dev.recurve.spi.ReduceOp;
import dev.recurve.spi.Write;
import java.util.Arrays;

/** Folds, in double, always from the first row and column to the last. */
final class ReferenceReduce {
  private ReferenceReduce() {}

  static void reduce(ReduceOp op, Axis axis, Mat x, Write write, Mat y) {
    var from = ReferenceView.of(x);
    var to = ReferenceView.of(y);
    int rows = axis == Axis.COLS ? x.rows() : 1;
    int cols = axis == Axis.ROWS ? x.cols() : 1;
    if (y.rows() != rows || y.cols() != cols) {
      throw new IllegalArgumentException(
          "Folding axis %s of %d × %d gives %d × %d, received a destination of %d × %d"
              .formatted(axis, x.rows(), x.cols(), rows, cols, y.rows(), y.cols()));
    }
    double[] folds = new double[rows * cols];
    Arrays.fill(folds, op == ReduceOp.MAX ? Double.NEGATIVE_INFINITY : 0);
    for (int r = 0; r < x.rows(); r++) {
      for (int c = 0; c < x.cols(); c++) {
        int into =
            switch (axis) {
              case ROWS -> c;
              case COLS -> r;
              case ALL -> 0;
            };
        folds[into] = fold(op, folds[into], from.at(r, c));
      }
    }
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < cols; c++) {
        to.put(write, r, c, folds[r * cols + c]);
      }
    }
  }

  private static double fold(ReduceOp op, double so, double x) {
    return switch (op) {
      case SUM -> so + x;
      case SUM_SQUARES -> so + x * x;
      case MAX -> Math.max(so, x);
    };
  }
}
