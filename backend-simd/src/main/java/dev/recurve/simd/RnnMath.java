package dev.recurve.simd;

/** The arithmetic that a plan's run is made of. */
sealed interface RnnMath permits LaneMath {

  /**
   * {@code C = A·B} or {@code C += A·B}, B in panels, see {@link Panels}. C has room for all the
   * panels' columns; those beyond {@code cols} are 0 or what they were.
   *
   * @param lda from one row of A to the next
   * @param cols columns of C that count
   */
  void multiply(
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
      boolean add);

  /**
   * {@code C = Aᵀ·B} or {@code C += Aᵀ·B} for a few columns of A, packed as {@code [k][}{@link
   * ColumnTile#WIDTH}{@code ]}, and one panel of B.
   */
  void multiplyColumns(
      int columns,
      float[] a,
      int a0,
      int k,
      float[] panel,
      int p0,
      float[] c,
      int c0,
      int ldc,
      boolean add);

  /**
   * Copies pieces of so many elements, one behind the other, to places {@code step} apart.
   *
   * @param size a whole number of vectors
   */
  void spread(float[] from, int f, int size, int count, float[] to, int t, int step);

  /** The element-wise part of each cell. */
  Cells cells();
}
