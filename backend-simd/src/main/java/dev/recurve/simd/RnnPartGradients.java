package dev.recurve.simd;

import java.util.Optional;

/**
 * What a part's walk back needs of the workspace.
 *
 * @param memory where gradients lie on their way
 * @param gates sums of the gradients of the gates' weights and biases
 * @param inner those of a second product's weights, if there is one
 */
record RnnPartGradients(
    RnnGradientMemory memory, RnnWeightGradient gates, Optional<RnnWeightGradient> inner) {

  /**
   * Cuts a part's share.
   *
   * @param isMasked whether the call brings a mask for the outputs
   * @param workspace scratch memory, from {@code from} on {@link #size} elements
   */
  static RnnPartGradients of(
      RnnMath on,
      RnnLayout layout,
      RnnKernel.GateMap map,
      RnnPart part,
      boolean isMasked,
      float[] workspace,
      int from) {
    int rows = part.rows() - part.size();
    var gates = RnnWeightGradient.Operands.ofGates(layout, map);
    int ofInner = from + gates.workspace(rows);
    int ofMemory = ofInner + innerSize(layout, rows);
    return new RnnPartGradients(
        new RnnGradientMemory(layout, part.size(), isMasked, workspace, ofMemory),
        new RnnWeightGradient(on, gates, rows, workspace, from),
        layout.innerCols() == 0
            ? Optional.empty()
            : Optional.of(
                new RnnWeightGradient(
                    on, RnnWeightGradient.Operands.ofInner(layout), rows, workspace, ofInner)));
  }

  /**
   * Elements of scratch memory for a part.
   *
   * @param rows at least as many as it has in all steps together
   */
  static int size(RnnLayout layout, RnnKernel.GateMap map, int sequences, int rows) {
    return RnnWeightGradient.Operands.ofGates(layout, map).workspace(rows)
        + innerSize(layout, rows)
        + RnnGradientMemory.size(layout, sequences);
  }

  private static int innerSize(RnnLayout layout, int rows) {
    return layout.innerCols() == 0 ? 0 : RnnWeightGradient.Operands.ofInner(layout).workspace(rows);
  }

  /** Sums what has not been summed yet, after the last step. */
  void finish() {
    gates.finish();
    inner.ifPresent(RnnWeightGradient::finish);
  }
}
