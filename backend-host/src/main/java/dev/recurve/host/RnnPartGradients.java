package dev.recurve.host;

import java.util.Optional;

/**
 * What a part's walk back needs of the workspace.
 *
 * @param memory where gradients lie on their way
 * @param gates sums of the gradients of the gates' weights and biases
 * @param inner those of a second product's weights, if there is one
 */
public record RnnPartGradients(
    RnnGradientMemory memory, RnnWeightGradient gates, Optional<RnnWeightGradient> inner) {

  /**
   * Cuts a part's share.
   *
   * @param isMasked whether the call brings a mask for the outputs
   * @param workspace scratch memory, from {@code from} on {@link #size} elements
   */
  public static RnnPartGradients of(
      RnnMath on,
      RnnLayout layout,
      RnnKernel.GateMap map,
      RnnPart part,
      boolean isMasked,
      float[] workspace,
      int from) {
    int rows = part.rows() - part.size();
    var gates = GradientOperands.ofGates(layout, map);
    int ofInner = from + layout.format().gradientSize(gates, rows);
    int ofMemory = ofInner + innerSize(layout, rows);
    return new RnnPartGradients(
        new RnnGradientMemory(layout, part.size(), isMasked, workspace, ofMemory),
        on.weightGradient(gates, rows, workspace, from),
        layout.innerCols() == 0
            ? Optional.empty()
            : Optional.of(
                on.weightGradient(GradientOperands.ofInner(layout), rows, workspace, ofInner)));
  }

  /**
   * Elements of scratch memory for a part.
   *
   * @param rows at least as many as it has in all steps together
   */
  public static int size(RnnLayout layout, RnnKernel.GateMap map, int sequences, int rows) {
    return layout.format().gradientSize(GradientOperands.ofGates(layout, map), rows)
        + innerSize(layout, rows)
        + RnnGradientMemory.size(layout, sequences);
  }

  private static int innerSize(RnnLayout layout, int rows) {
    return layout.innerCols() == 0
        ? 0
        : layout.format().gradientSize(GradientOperands.ofInner(layout), rows);
  }

  /** Sums what has not been summed yet, after the last step. */
  public void finish() {
    gates.finish();
    inner.ifPresent(RnnWeightGradient::finish);
  }
}
