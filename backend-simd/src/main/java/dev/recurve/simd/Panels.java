package dev.recurve.simd;

/**
 * The right-hand side of a product laid out for the tiles: panels of {@link Lanes#PANEL} columns,
 * {@code [panel][k][PANEL]}, the last one filled up with zero columns.
 */
final class Panels {
  private static final int WIDTH = Lanes.PANEL;

  /**
   * Rows of a panel that are used up by all rows of A before the next ones: what they take stays in
   * the first-level cache, 24 of its 32 or 48 KiB.
   */
  private static final int BLOCK = 24 * 1024 / Float.BYTES / WIDTH;

  /** Columns turned at a time, so that what is written together shares cache lines. */
  private static final int TURN = Math.min(16, WIDTH);

  /** Writes column n of the right-hand side, its k elements one behind the other. */
  interface Columns {
    void copy(int n, float[] to, int at);
  }

  /** Writes columns {@code from … from+count-1} of row k of the right-hand side. */
  interface Rows {
    void copy(int k, int from, int count, float[] to, int at);
  }

  private Panels() {}

  static int count(int cols) {
    return (cols + WIDTH - 1) / WIDTH;
  }

  /** Columns after filling up. */
  static int paddedCols(int cols) {
    return count(cols) * WIDTH;
  }

  /** Packs a right-hand side whose columns lie together, as those of transposed weights do. */
  static float[] packColumns(int k, int cols, Columns source) {
    float[] packed = new float[k * paddedCols(cols)];
    float[] columns = new float[TURN * k];
    for (int n = 0; n < cols; n += TURN) {
      int count = Math.min(TURN, cols - n);
      for (int c = 0; c < count; c++) {
        source.copy(n + c, columns, c * k);
      }
      int at = n / WIDTH * k * WIDTH + n % WIDTH;
      for (int p = 0; p < k; p++) {
        for (int c = 0; c < count; c++) {
          packed[at + p * WIDTH + c] = columns[c * k + p];
        }
      }
    }
    return packed;
  }

  /** Packs a right-hand side whose rows lie together. */
  static float[] packRows(int k, int cols, Rows source) {
    float[] packed = new float[k * paddedCols(cols)];
    for (int n = 0; n < cols; n += WIDTH) {
      int count = Math.min(WIDTH, cols - n);
      for (int p = 0; p < k; p++) {
        source.copy(p, n, count, packed, n * k + p * WIDTH);
      }
    }
    return packed;
  }

  /**
   * {@code C = A·B} or {@code C += A·B}; C has room for all the panels' columns.
   *
   * @param lda from one row of A to the next
   * @param p0 where the first panel begins
   */
  static void multiply(
      float[] a,
      int a0,
      int lda,
      int rows,
      int k,
      float[] panels,
      int p0,
      int panelCount,
      float[] c,
      int c0,
      int ldc,
      boolean add) {
    int blocks = (k + BLOCK - 1) / BLOCK;
    int block = (k + blocks - 1) / blocks;
    for (int panel = 0; panel < panelCount; panel++) {
      int column = c0 + panel * WIDTH;
      for (int from = 0; from < k; from += block) {
        int count = Math.min(block, k - from);
        int b0 = p0 + (panel * k + from) * WIDTH;
        boolean adds = add || from > 0;
        for (int row = 0; row < rows; ) {
          int tile = Lanes.tileRows(rows - row);
          RowTile.run(
              tile,
              a,
              a0 + row * lda + from,
              lda,
              count,
              panels,
              b0,
              c,
              column + row * ldc,
              ldc,
              adds);
          row += tile;
        }
      }
    }
  }
}
