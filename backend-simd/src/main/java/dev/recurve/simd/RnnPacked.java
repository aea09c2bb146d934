package dev.recurve.simd;

import dev.recurve.spi.Packed;
import dev.recurve.spi.RnnWeights;
import dev.recurve.spi.Workers;
import java.util.List;

/** The weights of a recurrent layer as the tiles read them, direction by direction. */
record RnnPacked(List<Direction> directions) implements Packed {

  /**
   * One direction.
   *
   * @param forward the right-hand side of the gates, in the kernel's layout
   * @param backState panels that carry gate gradients to the state before
   * @param backInput panels that carry them to the input
   * @param steps what forward holds, for steps of very few rows
   */
  record Direction(
      float[] forward, float[] backState, float[] backInput, OnDemand<StepPanels> steps) {
    long bytes() {
      return 4L * (forward.length + backState.length + backInput.length)
          + steps.known().map(StepPanels::bytes).orElse(0L);
    }
  }

  static RnnPacked of(
      Workers workers, Slabs slabs, RnnLayout layout, RnnKernel kernel, List<RnnWeights> weights) {
    return new RnnPacked(
        weights.stream()
            .map(w -> direction(workers, slabs, layout, kernel, new RnnSource(w, layout.units())))
            .toList());
  }

  private static Direction direction(
      Workers workers, Slabs slabs, RnnLayout layout, RnnKernel kernel, RnnSource source) {
    var map = kernel.map();
    float[] forward = kernel.packForward(workers, source);
    return new Direction(
        forward,
        back(workers, layout, map.stateGates(), layout.units(), source::state),
        back(workers, layout, map.inputGates(), layout.inputs(), source::input),
        new OnDemand<>(() -> forSteps(slabs, layout, kernel, forward)));
  }

  private static StepPanels forSteps(
      Slabs slabs, RnnLayout layout, RnnKernel kernel, float[] forward) {
    var place = slabs.take(StepPanels.size(layout, kernel));
    return new StepPanels(layout, kernel, forward, place);
  }

  private interface Weight {
    void copy(int gate, int unit, int from, int count, float[] to, int at);
  }

  /** Rows are the gates' columns, padding included, where the weights stay 0. */
  private static float[] back(
      Workers workers, RnnLayout layout, int[] gates, int cols, Weight weight) {
    int padded = layout.padded();
    return Panels.packRows(
        workers,
        gates.length * padded,
        cols,
        (k, from, count, to, at) -> {
          if (k % padded < layout.units()) {
            weight.copy(gates[k / padded], k % padded, from, count, to, at);
          }
        });
  }

  @Override
  public long bytes() {
    return directions.stream().mapToLong(Direction::bytes).sum();
  }
}
