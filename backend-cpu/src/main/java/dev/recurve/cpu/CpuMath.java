package dev.recurve.cpu;

import dev.recurve.host.Cells;
import dev.recurve.host.GradientOperands;
import dev.recurve.host.RnnMath;
import dev.recurve.host.RnnWeightGradient;

/** A recurrent layer's products by OpenBLAS, its gates in plain Java. */
final class CpuMath implements RnnMath {
  /**
   * Multiplications up to which OpenBLAS reads both sides of a product where they lie; beyond, it
   * first copies them, which for the few rows of a step takes as long as the product itself.
   */
  private static final double DIRECT = 7e6;

  /** Columns below which a piece of a product is too narrow to be worth a call. */
  private static final int NARROW = 64;

  private final Cells cells = new PlainCells();

  @Override
  public void multiply(
      float[] a,
      int a0,
      int lda,
      int rows,
      int k,
      float[] panels,
      int p0,
      int cols,
      float[] c,
      int c0,
      int ldc,
      boolean add) {
    if (rows == 0) {
      return;
    }
    int n = CpuFormat.ld(cols);
    var left = new OpenBlas.Place(a, a0, lda);
    var right = new OpenBlas.Place(panels, p0, n);
    var result = new OpenBlas.Place(c, c0, ldc);
    float beta = add ? 1 : 0;
    if (rows == 1) {
      OpenBlas.gemv(n, k, right, left, beta, result);
      return;
    }
    int piece = (int) Math.min(n, DIRECT / ((double) rows * k)) / NARROW * NARROW;
    if (add || piece == 0) {
      piece = n;
    }
    for (int j = 0; j < n; j += piece) {
      int count = Math.min(piece, n - j);
      OpenBlas.gemm(
          false, false, rows, count, k, 1, left, right.from(0, j), beta, result.from(0, j));
    }
  }

  @Override
  public Cells cells() {
    return cells;
  }

  @Override
  public RnnWeightGradient weightGradient(
      GradientOperands operands, int rows, float[] workspace, int from) {
    return new CpuWeightGradient(operands, workspace, from);
  }
}
