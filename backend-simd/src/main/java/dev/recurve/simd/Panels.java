package dev.recurve.simd;

import dev.recurve.spi.Workers;
import java.util.function.IntConsumer;

/**
 * The right-hand side of a product laid out for the tiles: panels of {@link Lanes#PANEL} columns,
 * {@code [panel][k][PANEL]}, the last one filled up with zero columns.
 */
final class Panels {
  private static final int WIDTH = Lanes.PANEL;

  /** Columns turned at a time, so that what is written together shares cache lines. */
  private static final int TURN = Math.min(16, WIDTH);

  /** Elements below which waking a thread costs more than it gives. */
  private static final int WORTH_A_THREAD = 1 << 16;

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

  /** Elements of a packed right-hand side. */
  static int size(int k, int cols) {
    return k * paddedCols(cols);
  }

  /**
   * Packs a right-hand side whose columns lie together, as those of transposed weights do, into
   * zeros.
   */
  static void packColumns(Workers workers, int k, int cols, Columns source, Stretch to) {
    eachPanel(workers, k, cols, panel -> packColumns(to, k, cols, panel, source));
  }

  private static void packColumns(Stretch to, int k, int cols, int panel, Columns source) {
    float[] packed = to.values();
    float[] columns = new float[TURN * k];
    int end = Math.min(cols, (panel + 1) * WIDTH);
    for (int n = panel * WIDTH; n < end; n += TURN) {
      int count = Math.min(TURN, end - n);
      for (int c = 0; c < count; c++) {
        source.copy(n + c, columns, c * k);
      }
      int at = to.start() + panel * k * WIDTH + n % WIDTH;
      for (int p = 0; p < k; p++) {
        for (int c = 0; c < count; c++) {
          packed[at + p * WIDTH + c] = columns[c * k + p];
        }
      }
    }
  }

  /** Packs a right-hand side whose rows lie together, into zeros. */
  static void packRows(Workers workers, int k, int cols, Rows source, Stretch to) {
    eachPanel(
        workers,
        k,
        cols,
        panel -> {
          int n = panel * WIDTH;
          int count = Math.min(WIDTH, cols - n);
          for (int p = 0; p < k; p++) {
            source.copy(p, n, count, to.values(), to.start() + n * k + p * WIDTH);
          }
        });
  }

  private static void eachPanel(Workers workers, int k, int cols, IntConsumer pack) {
    int panels = count(cols);
    int parts = (long) k * cols < WORTH_A_THREAD ? 1 : Math.min(panels, workers.threads());
    workers.run(
        parts,
        part -> {
          for (int p = Split.cut(panels, part, parts);
              p < Split.cut(panels, part + 1, parts);
              p++) {
            pack.accept(p);
          }
        });
  }

  /**
   * {@code C = A·B} or {@code C += A·B}; C has room for all the panels' columns. The inner size is
   * not cut: a tile takes 24 multiply-adds from each 256 bytes of a panel, which the second-level
   * cache delivers, and C is touched once (cut to fit the first-level cache it was 5 % slower).
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
    for (int panel = 0; panel < panelCount; panel++) {
      int column = c0 + panel * WIDTH;
      int b0 = p0 + panel * k * WIDTH;
      for (int row = 0; row < rows; ) {
        int tile = Lanes.tileRows(rows - row);
        RowTile.run(tile, a, a0 + row * lda, lda, k, panels, b0, c, column + row * ldc, ldc, add);
        row += tile;
      }
    }
  }

  /** {@code C = C + A·B} for one panel, every sum going on from what stands in C. */
  static void goOn(
      float[] a,
      int a0,
      int lda,
      int rows,
      int k,
      float[] panel,
      int p0,
      float[] c,
      int c0,
      int ldc) {
    for (int row = 0; row < rows; ) {
      int tile = Lanes.tileRows(rows - row);
      RowTile.goOn(tile, a, a0 + row * lda, lda, k, panel, p0, c, c0 + row * ldc, ldc);
      row += tile;
    }
  }
}
