package dev.recurve.simd;

import dev.recurve.host.Cells;
import dev.recurve.host.ScalarCells;
import dev.recurve.host.Sum;
import java.util.Arrays;

/**
 * A plan's arithmetic over single floats, for a JVM that has not warmed up: each sum in the very
 * order of {@link LaneMath}.
 */
final class ScalarMath implements PanelMath {
  private static final int LANES = Lanes.COUNT;
  private static final int PANEL = Lanes.PANEL;

  /** Vectors of gates in a step's panel. */
  private static final int VECTORS = 4;

  /** Sums that are walked side by side; every vector's length is a multiple of it. */
  private static final int TOGETHER = 4;

  private final Cells cells = new ScalarCells();

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
    var how = add ? Sum.ADD : Sum.SET;
    for (int panel = 0; panel < LaneFormat.PANELS.count(cols); panel++) {
      int from = p0 + panel * k * PANEL;
      multiplyPanel(a, a0, lda, rows, k, panels, from, c, c0 + panel * PANEL, ldc, how);
    }
  }

  @Override
  public void multiplyPanel(
      float[] a,
      int a0,
      int lda,
      int rows,
      int k,
      float[] panel,
      int p0,
      float[] c,
      int c0,
      int ldc,
      Sum how) {
    for (int row = 0; row < rows; row++) {
      sums(how, a, a0 + row * lda, 1, k, panel, p0, PANEL, PANEL, c, c0 + row * ldc);
    }
  }

  @Override
  public void multiplyColumns(
      int columns,
      float[] a,
      int a0,
      int k,
      float[] panel,
      int p0,
      float[] c,
      int c0,
      int ldc,
      boolean add) {
    var how = add ? Sum.ADD : Sum.SET;
    for (int column = 0; column < columns; column++) {
      int to = c0 + column * ldc;
      sums(how, a, a0 + column, ColumnTile.WIDTH, k, panel, p0, PANEL, PANEL, c, to);
    }
  }

  @Override
  public void stepGates(
      boolean split,
      int rows,
      int panels,
      float[] v,
      int x,
      int inputs,
      int h,
      int units,
      int ldX,
      float[] w,
      int w0,
      int panel,
      int gates,
      int ldGates,
      int block,
      int next) {
    int seen = split ? VECTORS - 1 : VECTORS;
    for (int p = 0; p < panels; p++) {
      int bias = w0 + p * panel + inputs * seen * LANES;
      for (int r = 0; r < rows; r++) {
        int to = gates + p * next + r * ldGates;
        for (int i = 0; i < seen; i++) {
          int from = w0 + p * panel + i * LANES;
          int ldW = seen * LANES;
          sums(Sum.SET, v, x + r * ldX, 1, inputs, w, from, ldW, LANES, v, to + i * block);
        }
        if (split) {
          Arrays.fill(v, to + seen * block, to + seen * block + LANES, 0);
        }
        for (int i = 0; i < VECTORS; i++) {
          for (int lane = 0; lane < LANES; lane++) {
            v[to + i * block + lane] += w[bias + i * LANES + lane];
          }
        }
      }
    }
    int state = w0 + (inputs * seen + VECTORS) * LANES;
    stepState(split, rows, panels, v, h, units, ldX, w, state, panel, gates, ldGates, block, next);
  }

  @Override
  public void stepState(
      boolean split,
      int rows,
      int panels,
      float[] v,
      int h,
      int units,
      int ldX,
      float[] w,
      int w0,
      int panel,
      int gates,
      int ldGates,
      int block,
      int next) {
    int seen = split ? VECTORS - 1 : VECTORS;
    var how = split ? Sum.ADD : Sum.GO_ON;
    for (int p = 0; p < panels; p++) {
      for (int r = 0; r < rows; r++) {
        for (int i = 0; i < seen; i++) {
          int from = w0 + p * panel + i * LANES;
          int to = gates + p * next + r * ldGates + (VECTORS - seen + i) * block;
          sums(how, v, h + r * ldX, 1, units, w, from, seen * LANES, LANES, v, to);
        }
      }
    }
  }

  /**
   * One row against some columns.
   *
   * @param stepA from one element of the row to the next
   * @param k elements of the row
   * @param ldb from one row of B to the next
   * @param n columns
   */
  private static void sums(
      Sum how,
      float[] a,
      int a0,
      int stepA,
      int k,
      float[] b,
      int b0,
      int ldb,
      int n,
      float[] c,
      int c0) {
    for (int i = 0; i < n; i += TOGETHER) {
      four(how, a, a0, stepA, k, b, b0 + i, ldb, c, c0 + i);
    }
  }

  private static void four(
      Sum how, float[] a, int a0, int stepA, int k, float[] b, int b0, int ldb, float[] c, int c0) {
    boolean goesOn = how == Sum.GO_ON;
    float s0 = goesOn ? c[c0] : 0;
    float s1 = goesOn ? c[c0 + 1] : 0;
    float s2 = goesOn ? c[c0 + 2] : 0;
    float s3 = goesOn ? c[c0 + 3] : 0;
    for (int i = 0; i < k; i++) {
      float x = a[a0 + i * stepA];
      int q = b0 + i * ldb;
      s0 = Math.fma(x, b[q], s0);
      s1 = Math.fma(x, b[q + 1], s1);
      s2 = Math.fma(x, b[q + 2], s2);
      s3 = Math.fma(x, b[q + 3], s3);
    }
    boolean adds = how == Sum.ADD;
    c[c0] = adds ? s0 + c[c0] : s0;
    c[c0 + 1] = adds ? s1 + c[c0 + 1] : s1;
    c[c0 + 2] = adds ? s2 + c[c0 + 2] : s2;
    c[c0 + 3] = adds ? s3 + c[c0 + 3] : s3;
  }

  @Override
  public void spread(float[] from, int f, int size, int count, float[] to, int t, int step) {
    for (int piece = 0; piece < count; piece++) {
      System.arraycopy(from, f + piece * size, to, t + piece * step, size);
    }
  }

  @Override
  public Cells cells() {
    return cells;
  }
}
