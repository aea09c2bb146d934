package dev.recurve.cpu;

import dev.recurve.host.GradientOperands;
import dev.recurve.host.Panels;
import dev.recurve.host.RnnFormat;
import dev.recurve.host.RnnLayout;

/**
 * Memory as OpenBLAS wants it: right-hand sides in panels that are matrices of their own, so narrow
 * that their products with the few rows of a step are read where they lie, see {@link CpuMath}.
 */
final class CpuFormat implements RnnFormat {
  /** Units are filled up to what a vector of any processor holds. */
  private static final int LANES = 16;

  /** Columns of a panel. */
  static final int WIDTH = 64;

  private static final Panels PANELS = new Panels(LANES, WIDTH);

  static int paddedCols(int cols) {
    return PANELS.paddedCols(cols);
  }

  /** Panels of so many columns. */
  static int count(int cols) {
    return PANELS.count(cols);
  }

  @Override
  public Panels panels() {
    return PANELS;
  }

  @Override
  public int gradientSize(GradientOperands operands, int rows) {
    return operands.rowCols() * ldSums(operands);
  }

  static int ldSums(GradientOperands operands) {
    return RnnLayout.leading(paddedCols(operands.gateCols()));
  }
}
