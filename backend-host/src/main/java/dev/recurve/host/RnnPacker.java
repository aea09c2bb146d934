package dev.recurve.host;

import dev.recurve.spi.RnnWeights;
import dev.recurve.spi.Workers;
import java.util.Optional;

/**
 * Lays out a recurrent layer's weights, one direction at a time.
 *
 * @param workers share large layouts
 * @param memory where they lie
 * @param kernel knows the order of the gates' columns
 * @param steps lays them out for steps of very few rows too, if the backend has such steps
 */
public record RnnPacker(
    Workers workers,
    PackedMemory memory,
    RnnLayout layout,
    RnnKernel kernel,
    Optional<StepWeights.Maker> steps) {

  private Panels panels() {
    return layout.format().panels();
  }

  /** Zeros where a direction's weights are to lie. */
  public RnnPacked.Direction room() {
    var map = kernel.map();
    int padded = layout.padded();
    return new RnnPacked.Direction(
        memory.take(kernel.forwardSize()),
        memory.take(panels().size(map.stateGates().length * padded, layout.outputs())),
        memory.take(panels().size(map.inputGates().length * padded, layout.inputs())),
        memory.take(kernel.innerSize()),
        memory.take(kernel.backInnerSize()),
        memory.take(layout.peepholeCols()),
        Optional.empty());
  }

  /** The place of a direction with other weights. */
  public RnnPacked.Direction filled(RnnPacked.Direction room, RnnWeights weights) {
    fill(room, new RnnSource(weights, layout.units()));
    return room.with(steps.map(maker -> new OnDemand<>(() -> maker.make(room.forward()))));
  }

  /** What is padding was zero from the beginning and stays so. */
  private void fill(RnnPacked.Direction to, RnnSource source) {
    var map = kernel.map();
    kernel.packForward(workers, source, to.forward());
    kernel.packInner(workers, source, to.inner());
    kernel.packBackInner(workers, source, to.backInner());
    back(map.stateGates(), layout.outputs(), source, true, to.backState());
    back(map.inputGates(), layout.inputs(), source, false, to.backInput());
    peepholes(source, to.peepholes());
  }

  private void peepholes(RnnSource source, Stretch packed) {
    for (int gate = 0; gate * layout.padded() < packed.size(); gate++) {
      source.peephole(gate, packed.values(), packed.start() + gate * layout.padded());
    }
  }

  private void back(int[] gates, int cols, RnnSource source, boolean toState, Stretch packed) {
    int rows = gates.length * layout.padded();
    panels().packRows(workers, rows, cols, new Back(layout, gates, source, toState), packed);
  }

  /**
   * Rows are the gates' columns, padding included, where the weights stay 0. A class with a name,
   * as functions of so many arguments take a process that has just begun milliseconds.
   *
   * @param toState whether the columns are those of the state; else of the input
   */
  private record Back(RnnLayout layout, int[] gates, RnnSource source, boolean toState)
      implements Panels.Rows {
    @Override
    public void copy(int k, int from, int count, float[] to, int at) {
      int gate = gates[k / layout.padded()];
      int unit = k % layout.padded();
      if (unit >= layout.units()) {
        return;
      }
      if (toState) {
        source.state(gate, unit, from, count, to, at);
      } else {
        source.input(gate, unit, from, count, to, at);
      }
    }
  }
}
