package dev.recurve.simd;

import dev.recurve.host.GradientOperands;
import dev.recurve.host.Panels;
import dev.recurve.host.RnnFormat;

/** Memory as the tiles want it: panels of four vectors. */
final class LaneFormat implements RnnFormat {
  /** Every right-hand side of this backend's recurrent layers. */
  static final Panels PANELS = new Panels(Lanes.COUNT, Lanes.PANEL);

  @Override
  public Panels panels() {
    return PANELS;
  }

  @Override
  public int gradientSize(GradientOperands operands, int rows) {
    return PanelWeightGradient.size(operands, rows);
  }
}
