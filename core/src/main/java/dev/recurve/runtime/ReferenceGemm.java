package dev.recurve.runtime;

import dev.recurve.spi.Mat;
import java.util.Arrays;

/**
 * Matrix products: each element is summed in double, in order of the inner index, and rounded once.
 */
final class ReferenceGemm {
  private ReferenceGemm() {}

  static void gemm(boolean transA, boolean transB, double alpha, Mat a, Mat b, double beta, Mat c) {
    var left = transA ? ReferenceView.of(a).transposed() : ReferenceView.of(a);
    var right = transB ? ReferenceView.of(b).transposed() : ReferenceView.of(b);
    var out = ReferenceView.of(c);
    int inner = left.cols();
    if (left.rows() != out.rows() || right.rows() != inner || right.cols() != out.cols()) {
      throw new IllegalArgumentException(
          "Cannot multiply %d × %d by %d × %d into %d × %d"
              .formatted(left.rows(), inner, right.rows(), right.cols(), out.rows(), out.cols()));
    }
    // Rows of op(b) in one piece, so that the innermost loop runs along memory.
    double[] rows = transB ? right.toArray() : right.values();
    int start = transB ? 0 : right.offset();
    int step = transB ? right.cols() : right.rowStep();

    double[] sums = new double[out.cols()];
    for (int i = 0; i < out.rows(); i++) {
      Arrays.fill(sums, 0);
      for (int k = 0; k < inner; k++) {
        addScaled(left.at(i, k), rows, start + k * step, sums);
      }
      for (int j = 0; j < sums.length; j++) {
        double product = alpha * sums[j];
        out.set(i, j, beta == 0 ? product : product + beta * out.at(i, j));
      }
    }
  }

  /** {@code sums += factor · row}. */
  private static void addScaled(double factor, double[] rows, int from, double[] sums) {
    for (int j = 0; j < sums.length; j++) {
      sums[j] += factor * rows[from + j];
    }
  }
}
