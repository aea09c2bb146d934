package dev.recurve.cpu;

import dev.recurve.host.Cells;
import dev.recurve.host.GradientOperands;
import dev.recurve.host.RnnMath;
import dev.recurve.host.RnnWeightGradient;
import dev.recurve.host.Split;

/** A recurrent layer's products by OpenBLAS, its gates in plain Java. */
final class CpuMath implements RnnMath {
  /**
   * Multiplications up to which OpenBLAS reads both sides of a product where they lie. Beyond, it
   * copies them first, which for the few rows of a step takes longer than it saves. (Measured for
   * 32 rows against 385 × 1024, 16 panels of 64 columns: 155 GFLOP/s, all of it in one call: 90.)
   */
  private static final int IN_PLACE = 1_000_000;

  /** Rows from which copying pays. */
  private static final int MANY = 128;

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
    var left = new OpenBlas.Place(a, a0, lda);
    var result = new OpenBlas.Place(c, c0, ldc);
    for (int panel = 0; panel < CpuFormat.count(cols); panel++) {
      int column = panel * CpuFormat.WIDTH;
      var right = new OpenBlas.Place(panels, p0 + column * k, CpuFormat.WIDTH);
      multiply(left, rows, k, right, add, result.from(0, column));
    }
  }

  private static void multiply(
      OpenBlas.Place a, int rows, int k, OpenBlas.Place panel, boolean add, OpenBlas.Place c) {
    if (rows == 1) {
      OpenBlas.gemv(CpuFormat.WIDTH, k, panel, a, add ? 1 : 0, c);
      return;
    }
    int most = rows >= MANY ? k : Math.max(1, IN_PLACE / (rows * CpuFormat.WIDTH));
    int pieces = (k + most - 1) / most;
    for (int p = 0; p < pieces; p++) {
      int from = Split.cut(k, p, pieces);
      int inner = Split.cut(k, p + 1, pieces) - from;
      float beta = add || p > 0 ? 1 : 0;
      var left = a.from(0, from);
      var right = panel.from(from, 0);
      OpenBlas.gemm(false, false, rows, CpuFormat.WIDTH, inner, 1, left, right, beta, c);
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
