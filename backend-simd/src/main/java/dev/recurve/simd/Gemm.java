package dev.recurve.simd;

import dev.recurve.host.HostBuffer;
import dev.recurve.host.Loops;
import dev.recurve.host.Pool;
import dev.recurve.host.Split;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Workers;
import java.util.Arrays;

/**
 * Matrix products. Each element of C is summed in order of the inner index, block after block, so
 * that its bits do not depend on which tile or thread it falls to.
 */
final class Gemm {
  /** Multiplications that are worth waking another thread for. */
  private static final long WORTH_A_PART = 1 << 20;

  private final Workers workers;
  private final Loops loops;
  private final Pool<GemmScratch> pool = new Pool<>(GemmScratch::new);
  private final Pool<ScalarGemm> scalars = new Pool<>(ScalarGemm::new);
  private final Warmth warmth;

  Gemm(Workers workers, Loops loops, Warmth warmth) {
    this.warmth = warmth;
    this.workers = workers;
    this.loops = loops;
  }

  void gemm(boolean transA, boolean transB, double alpha, Mat a, Mat b, double beta, Mat c) {
    int inner = transA ? a.rows() : a.cols();
    int rows = transA ? a.cols() : a.rows();
    int cols = transB ? b.rows() : b.cols();
    if (rows != c.rows() || cols != c.cols() || inner != (transB ? b.cols() : b.rows())) {
      throw new IllegalArgumentException(
          "Cannot multiply %d × %d by %d × %d into %d × %d"
              .formatted(rows, inner, transB ? b.cols() : b.rows(), cols, c.rows(), c.cols()));
    }
    if (c.size() == 0) {
      return;
    }
    boolean isEmpty = inner == 0 || alpha == 0;
    if (beta != 1 && (beta != 0 || isEmpty)) {
      scale(c, (float) beta);
    }
    if (!isEmpty) {
      run(
          new Product(
              rows,
              cols,
              inner,
              (float) alpha,
              transA,
              HostBuffer.floats(a),
              HostBuffer.start(a),
              a.ld(),
              transB,
              HostBuffer.floats(b),
              HostBuffer.start(b),
              b.ld(),
              HostBuffer.floats(c),
              HostBuffer.start(c),
              c.ld(),
              beta != 0));
    }
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

  private void run(Product p) {
    if (warmth.isCold(p.work())) {
      scalars.with(gemm -> gemm.run(p));
      return;
    }
    int panels = (p.n() + Blocks.PANEL - 1) / Blocks.PANEL;
    int parts = Math.clamp(p.work() / WORTH_A_PART, 1, workers.threads());
    if (parts == 1) {
      part(p, 0, p.m(), 0, p.n());
    } else if (panels >= 2 * parts && !isTall(p)) {
      workers.run(
          parts,
          i ->
              part(
                  p,
                  0,
                  p.m(),
                  Split.cut(panels, i, parts) * Blocks.PANEL,
                  Math.min(p.n(), Split.cut(panels, i + 1, parts) * Blocks.PANEL)));
    } else {
      workers.run(
          parts,
          i -> part(p, Split.cut(p.m(), i, parts), Split.cut(p.m(), i + 1, parts), 0, p.n()));
    }
  }

  /**
   * Whether rows are to be shared out rather than columns: those whose columns are cut pack all of
   * A, each of them, where A is the larger factor and has to be packed.
   */
  private static boolean isTall(Product p) {
    return p.transA() && p.m() > p.n();
  }

  /** Rows and columns from … to-1 of C. */
  private void part(Product p, int fromRow, int toRow, int fromCol, int toCol) {
    if (fromRow < toRow && fromCol < toCol) {
      pool.with(scratch -> new GemmPart(p, scratch, fromRow, toRow, fromCol, toCol).run());
    }
  }
}
