package dev.recurve.simd;

import dev.recurve.spi.Packed;
import dev.recurve.spi.RnnWeights;
import dev.recurve.spi.Workers;
import java.util.List;
import java.util.stream.Stream;

/** The weights of a recurrent layer as the tiles read them, direction by direction. */
record RnnPacked(List<Direction> directions) implements Packed {

  /**
   * One direction.
   *
   * @param forward the right-hand side of the gates, in the kernel's layout
   * @param backState panels that carry gate gradients to the state before
   * @param backInput panels that carry them to the input
   * @param inner the right-hand side of a step's second product, if there is one
   * @param backInner panels that carry the gradients of that one's results back
   * @param peepholes weights of i, f and o to the cell state, padded as gates are, if there are any
   */
  record Direction(
      Stretch forward,
      Stretch backState,
      Stretch backInput,
      Stretch inner,
      Stretch backInner,
      Stretch peepholes) {
    long bytes() {
      return 4L
          * Stream.of(forward, backState, backInput, inner, backInner, peepholes)
              .mapToLong(Stretch::size)
              .sum();
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
    var inner = memory.take(kernel.innerSize());
    kernel.packInner(workers, source, inner);
    var backInner = memory.take(kernel.backInnerSize());
    kernel.packBackInner(workers, source, backInner);
    return new Direction(
        forward,
        back(workers, memory, layout, map.stateGates(), layout.outputs(), source::state),
        back(workers, memory, layout, map.inputGates(), layout.inputs(), source::input),
        inner,
        backInner,
        peepholes(memory, layout, source));
  }

  private static Stretch peepholes(PackedMemory memory, RnnLayout layout, RnnSource source) {
    var packed = memory.take(layout.peepholeCols());
    for (int gate = 0; gate * layout.padded() < packed.size(); gate++) {
      source.peephole(gate, packed.values(), packed.start() + gate * layout.padded());
    }
    return packed;
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
