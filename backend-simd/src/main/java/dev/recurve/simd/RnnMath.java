package dev.recurve.simd;

/** The arithmetic that a plan's run is made of. */
sealed interface RnnMath permits LaneMath, ScalarMath {

  /**
   * {@code C = A·B} or {@code C += A·B}, B in panels, see {@link Panels}. C has room for all the
   * panels' columns; those beyond {@code cols} are 0 or what they were.
   *
   * @param lda from one row of A to the next
   * @param p0 where the first panel begins
   * @param cols columns of C that count
   */
  void multiply(
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
      boolean add);

  /** The same with the panels of a whole stretch. */
  default void multiply(
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
    multiply(a, a0, lda, rows, k, panels.values(), panels.start(), cols, c, c0, ldc, add);
  }

  /** The same for one panel, which may go on behind its k-th row. */
  void multiplyPanel(
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
      Sum how);

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
   * Gates of a step of very few rows, see {@link StepPanels}.
   *
   * @param split whether input and state see different gates, see {@link SplitStepTile}
   * @param v rows {@code [x | 1 | h]} and rows of gates
   * @param x the input in the first row
   * @param h the state in the first row
   * @param ldX from one row to the next
   * @param w0 in the weights, where the first panel begins
   * @param panel from one panel to the next
   * @param gates the first panel's first gates in the first row
   * @param ldGates from one row to the next
   * @param block from one vector of a panel's gates to the next
   * @param next from one panel's gates to the next panel's
   */
  void stepGates(
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
      int next);

  /**
   * The same where input and bias are in the gates already; {@code w0} is where the first panel's
   * weights of the state begin.
   */
  void stepState(
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
      int next);

  /**
   * Copies pieces of so many elements, one behind the other, to places {@code step} apart.
   *
   * @param size a whole number of vectors
   */
  void spread(float[] from, int f, int size, int count, float[] to, int t, int step);

  /** The element-wise part of each cell. */
  Cells cells();
}
