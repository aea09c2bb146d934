package dev.recurve.cpu;

import dev.recurve.host.GradientOperands;
import dev.recurve.host.Panels;
import dev.recurve.host.RnnFormat;
import dev.recurve.host.RnnLayout;

/** Memory as OpenBLAS wants it: right-hand sides are ordinary matrices, row by row. */
final class CpuFormat implements RnnFormat {
  /** Units are filled up to what a vector of any processor holds. */
  private static final int LANES = 16;

  private static final Panels WHOLE = Panels.whole(LANES);

  /** Columns of a right-hand side after filling up, from one of its rows to the next. */
  static int ld(int cols) {
    return WHOLE.paddedCols(cols);
  }

  @Override
  public Panels panels() {
    return WHOLE;
  }

  @Override
  public int gradientSize(GradientOperands operands, int rows) {
    return operands.rowCols() * ldSums(operands);
  }

  static int ldSums(GradientOperands operands) {
    return RnnLayout.leading(ld(operands.gateCols()));
  }
}
