package dev.recurve.simd;

import dev.recurve.host.GradientOperands;
import dev.recurve.host.RnnMath;
import dev.recurve.host.RnnRun;
import dev.recurve.host.RnnWeightGradient;
import dev.recurve.host.Sum;

/** What this backend's recurrent layers compute with besides. */
sealed interface PanelMath extends RnnMath permits LaneMath, ScalarMath {

  /** The arithmetic of a run of this backend's. */
  static PanelMath of(RnnRun run) {
    return (PanelMath) run.on();
  }

  @Override
  default RnnWeightGradient weightGradient(
      GradientOperands operands, int rows, float[] workspace, int from) {
    return new PanelWeightGradient(this, operands, rows, workspace, from);
  }

  /** {@link #multiply} for one panel, which may go on behind its k-th row. */
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
}
