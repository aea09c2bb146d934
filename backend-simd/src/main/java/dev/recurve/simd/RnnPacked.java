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
   */
  record Direction(float[] forward, float[] backState, float[] backInput) {
    long bytes() {
      return 4L * (forward.length + backState.length + backInput.length);
    }
  }

  static RnnPacked of(
      Workers workers, RnnLayout layout, RnnKernel kernel, List<RnnWeights> weights) {
    return new RnnPacked(
        weights.stream()
            .map(w -> direction(workers, layout, kernel, new RnnSource(w, layout.units())))
            .toList());
  }

  private static Direction direction(
      Workers workers, RnnLayout layout, RnnKernel kernel, RnnSource source) {
    var map = kernel.map();
    return new Direction(
        kernel.packForward(workers, source),
        back(workers, layout, map.stateGates(), layout.units(), source::state),
        back(workers, layout, map.inputGates(), layout.inputs(), source::input));
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
