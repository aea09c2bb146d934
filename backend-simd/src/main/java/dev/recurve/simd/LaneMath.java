package dev.recurve.simd;

import dev.recurve.host.Cells;
import dev.recurve.host.Sum;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** A plan's arithmetic over the lanes of vectors. */
final class LaneMath implements PanelMath {
  private static final VectorSpecies<Float> SPECIES = Species.FLOATS;
  private static final int LANES = SPECIES.length();

  private final Cells cells = new LaneCells();

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
    PanelProducts.multiply(
        a, a0, lda, rows, k, panels, p0, LaneFormat.PANELS.count(cols), c, c0, ldc, add);
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
    if (how == Sum.GO_ON) {
      PanelProducts.goOn(a, a0, lda, rows, k, panel, p0, c, c0, ldc);
    } else {
      PanelProducts.multiply(a, a0, lda, rows, k, panel, p0, 1, c, c0, ldc, how == Sum.ADD);
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
    ColumnTile.run(columns, a, a0, k, panel, p0, c, c0, ldc, add);
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
    if (split) {
      SplitStepTile.whole(
          rows, panels, v, x, inputs, h, units, ldX, w, w0, panel, gates, ldGates, block, next);
    } else {
      StepTile.whole(
          rows, panels, v, x, inputs, h, units, ldX, w, w0, panel, gates, ldGates, block, next);
    }
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
    if (split) {
      SplitStepTile.state(
          rows, panels, v, h, units, ldX, w, w0, panel, gates, ldGates, block, next);
    } else {
      StepTile.state(rows, panels, v, h, units, ldX, w, w0, panel, gates, ldGates, block, next);
    }
  }

  @Override
  public void spread(float[] from, int f, int size, int count, float[] to, int t, int step) {
    for (int piece = 0; piece < count; piece++) {
      int at = f + piece * size;
      int place = t + piece * step;
      for (int i = 0; i < size; i += LANES) {
        FloatVector.fromArray(SPECIES, from, at + i).intoArray(to, place + i);
      }
    }
  }

  @Override
  public Cells cells() {
    return cells;
  }
}
