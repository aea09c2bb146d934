package dev.recurve.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Rows of a matrix against one vector, where packing would cost more than the product. The inner
 * index runs along {@link Product#LINE} running sums, which are halved again and again; what fills
 * no line comes last.
 */
final class Dots {
  private static final VectorSpecies<Float> SPECIES = Species.FLOATS;
  private static final int LANES = SPECIES.length();
  private static final int LINE = Product.LINE;

  /** Rows whose sums are halved together. */
  private static final int TOGETHER = 2 * DotTile.ROWS;

  private final float[] sums = new float[TOGETHER * LINE];

  /** The total of each row comes first. */
  private final float[] halved = new float[TOGETHER * LINE];

  /**
   * The matrix and the vector.
   *
   * @param x the vector
   * @param k the inner size
   * @param whole how much of it goes to running sums; 0 if there are too few rows for a tile
   * @param b the matrix
   * @param rows its rows, more than are asked for perhaps
   */
  record Factors(float[] x, int x0, int k, int whole, float[] b, int b0, int ldb, int rows) {}

  /**
   * Where results go: {@code values[start + i·step] = alpha · result} or {@code +=}.
   *
   * @param start the place of row 0
   */
  record Target(float[] values, int start, int step, float alpha, boolean add) {
    void put(int i, float result) {
      int at = start + i * step;
      values[at] = add ? values[at] + alpha * result : alpha * result;
    }
  }

  /** The matrix's rows from … to-1 against the vector. */
  void run(Factors f, int from, int to, Target target) {
    for (int row = from; row < to; row += TOGETHER) {
      int end = Math.min(to, row + TOGETHER);
      if (f.whole > 0) {
        tiles(f, row, end);
        halve();
      }
      for (int i = row; i < end; i++) {
        float sum = f.whole > 0 ? halved[place(f, i, row)] : 0;
        for (int p = f.whole; p < f.k; p++) {
          sum = Math.fma(f.x[f.x0 + p], f.b[f.b0 + i * f.ldb + p], sum);
        }
        target.put(i, sum);
      }
    }
  }

  private void tiles(Factors f, int row, int end) {
    for (int tile = row; tile < end; tile += DotTile.ROWS) {
      int b = f.b0 + firstOfTile(f, tile) * f.ldb;
      for (int lane = 0; lane < LINE; lane += LANES) {
        int to = (tile - row) * LINE + lane;
        DotTile.run(f.x, f.x0 + lane, f.whole, f.b, b + lane, f.ldb, sums, to);
      }
    }
  }

  /** At the matrix's end, a tile takes some rows before its own again. */
  private static int firstOfTile(Factors f, int row) {
    return Math.min(row, f.rows - DotTile.ROWS);
  }

  /** Which of the rows taken together row i is. */
  private static int place(Factors f, int i, int row) {
    int tile = i - (i - row) % DotTile.ROWS;
    return i - firstOfTile(f, tile) + tile - row;
  }

  /** For each row, sum i and sum i + half become sum i, until one is left. */
  private void halve() {
    if (LANES == TOGETHER) {
      // Turned round, sum i of all rows is one vector.
      Turn16.run(sums, 0, LINE, 1, halved, 0, TOGETHER);
      for (int half = LINE / 2; half > 0; half /= 2) {
        for (int i = 0; i < half; i++) {
          FloatVector.fromArray(SPECIES, halved, i * TOGETHER)
              .add(FloatVector.fromArray(SPECIES, halved, (i + half) * TOGETHER))
              .intoArray(halved, i * TOGETHER);
        }
      }
      return;
    }
    for (int row = 0; row < TOGETHER; row++) {
      int at = row * LINE;
      for (int half = LINE / 2; half > 0; half /= 2) {
        for (int i = 0; i < half; i++) {
          sums[at + i] += sums[at + i + half];
        }
      }
      halved[row] = sums[at];
    }
  }
}
