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
  record Direction(Stretch forward, Stretch backState, Stretch backInput) {
    long bytes() {
      return 4L * (forward.size() + backState.size() + backInput.size());
    }
  }

  static RnnPacked of(
      Workers workers,
      PackedMemory memory,
      RnnLayout layout,
      RnnKernel kernel,
      List<RnnWeights> weights) {
    return new RnnPacked(
        weights.stream()
            .map(w -> direction(workers, memory, layout, kernel, new RnnSource(w, layout.units())))
            .toList());
  }

  private static Direction direction(
      Workers workers, PackedMemory memory, RnnLayout layout, RnnKernel kernel, RnnSource source) {
    var map = kernel.map();
    var forward = memory.take(kernel.forwardSize());
    kernel.packForward(workers, source, forward);
    return new Direction(
        forward,
        back(workers, memory, layout, map.stateGates(), layout.units(), source::state),
        back(workers, memory, layout, map.inputGates(), layout.inputs(), source::input));
  }

  private interface Weight {
    void copy(int gate, int unit, int from, int count, float[] to, int at);
  }

  /** Rows are the gates' columns, padding included, where the weights stay 0. */
  private static Stretch back(
      Workers workers,
      PackedMemory memory,
      RnnLayout layout,
      int[] gates,
      int cols,
      Weight weight) {
    int padded = layout.padded();
    var packed = memory.take(Panels.size(gates.length * padded, cols));
    Panels.packRows(
        workers,
        gates.length * padded,
        cols,
        (k, from, count, to, at) -> {
          if (k % padded < layout.units()) {
            weight.copy(gates[k / padded], k % padded, from, count, to, at);
          }
        },
        packed);
    return packed;
  }

  @Override
  public long bytes() {
    return directions.stream().mapToLong(Direction::bytes).sum();
  }
}
