package dev.recurve.host;

/** The arithmetic that a recurrent layer's run is made of. */
public interface RnnMath {

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

  /** The element-wise part of each cell. */
  Cells cells();

  /**
   * The sums of a part's weight gradients.
   *
   * @param rows how many rows the part has in all steps together
   * @param workspace scratch memory, from {@code from} on {@link RnnFormat#gradientSize} elements
   */
  RnnWeightGradient weightGradient(
      GradientOperands operands, int rows, float[] workspace, int from);
}
