package dev.recurve.cpu;

import dev.recurve.host.HostBuffer;
import dev.recurve.host.Loops;
import dev.recurve.host.Split;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Workers;
import java.util.Arrays;

/** Matrix products, cut between threads by rows or columns of the result. */
final class CpuGemm {
  /** Multiplications that are worth waking another thread for. */
  private static final long WORTH_A_PART = 1 << 20;

  /** Columns are cut at multiples of it. */
  private static final int LINE = 16;

  private final Workers workers;
  private final Loops loops;

  CpuGemm(Workers workers, Loops loops) {
    this.workers = workers;
    this.loops = loops;
  }

  void gemm(boolean transA, boolean transB, double alpha, Mat a, Mat b, double beta, Mat c) {
    int k = transA ? a.rows() : a.cols();
    int m = transA ? a.cols() : a.rows();
    int n = transB ? b.rows() : b.cols();
    if (m != c.rows() || n != c.cols() || k != (transB ? b.cols() : b.rows())) {
      throw new IllegalArgumentException(
          "Cannot multiply %d × %d by %d × %d into %d × %d"
              .formatted(m, k, transB ? b.cols() : b.rows(), n, c.rows(), c.cols()));
    }
    if (c.size() == 0) {
      return;
    }
    if (k == 0 || alpha == 0) {
      scale(c, (float) beta);
      return;
    }
    var left = place(a);
    var right = place(b);
    var result = place(c);
    int parts = Math.clamp((long) m * n * k / WORTH_A_PART, 1, workers.threads());
    if (m >= n || n < 2 * LINE * parts) {
      int shares = Math.min(parts, m);
      workers.run(
          shares,
          i -> {
            int from = Split.cut(m, i, shares);
            int rows = Split.cut(m, i + 1, shares) - from;
            var mine = transA ? left.from(0, from) : left.from(from, 0);
            OpenBlas.gemm(
                transA,
                transB,
                rows,
                n,
                k,
                (float) alpha,
                mine,
                right,
                (float) beta,
                result.from(from, 0));
          });
    } else {
      int lines = (n + LINE - 1) / LINE;
      workers.run(
          parts,
          i -> {
            int from = Split.cut(lines, i, parts) * LINE;
            int cols = Math.min(n, Split.cut(lines, i + 1, parts) * LINE) - from;
            var mine = transB ? right.from(from, 0) : right.from(0, from);
            OpenBlas.gemm(
                transA,
                transB,
                m,
                cols,
                k,
                (float) alpha,
                left,
                mine,
                (float) beta,
                result.from(0, from));
          });
    }
  }

  private static OpenBlas.Place place(Mat mat) {
    return new OpenBlas.Place(HostBuffer.floats(mat), HostBuffer.start(mat), mat.ld());
  }

  private void scale(Mat c, float beta) {
    float[] values = HostBuffer.floats(c);
    for (int r = 0; r < c.rows(); r++) {
      int from = HostBuffer.start(c) + r * c.ld();
      if (beta == 0) {
        Arrays.fill(values, from, from + c.cols(), 0);
      } else {
        loops.affine(beta, values, from, 0, values, from, c.cols());
      }
    }
  }
}
