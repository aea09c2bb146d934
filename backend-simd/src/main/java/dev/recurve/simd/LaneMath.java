package dev.recurve.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** A plan's arithmetic over the lanes of vectors. */
final class LaneMath implements RnnMath {
  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = SPECIES.length();

  private final Cells cells = new LaneCells();

  @Override
  public void multiply(
      float[] a,
      int a0,
      int lda,
      int rows,
      int k,
      Stretch panels,
      int cols,
      float[] c,
      int c0,
      int ldc,
      boolean add) {
    Panels.multiply(
        a, a0, lda, rows, k, panels.values(), panels.start(), Panels.count(cols), c, c0, ldc, add);
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
