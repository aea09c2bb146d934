package dev.recurve.simd;

/** Products with right-hand sides in panels. */
final class PanelProducts {
  private static final int WIDTH = Lanes.PANEL;

  private PanelProducts() {}

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
