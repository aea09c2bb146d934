package dev.recurve.simd;

import dev.recurve.spi.Packed;
import dev.recurve.spi.RnnWeights;
import dev.recurve.spi.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The weights of a recurrent layer as the tiles read them, direction by direction. After an update
 * the next ones take their memory, unless somebody computes with them at that moment: megabytes of
 * garbage after every step would keep the collector busy.
 */
final class RnnPacked implements Packed {
  private static final int GONE = -1;

  private final List<Direction> directions;

  /** How many calls compute with them now, or {@link #GONE}. */
  private final AtomicInteger users = new AtomicInteger();

  /**
   * One direction.
   *
   * @param forward the right-hand side of the gates, in the kernel's layout
   * @param backState panels that carry gate gradients to the state before
   * @param backInput panels that carry them to the input
   * @param inner the right-hand side of a step's second product, if there is one
   * @param backInner panels that carry the gradients of that one's results back
   * @param peepholes weights of i, f and o to the cell state, padded as gates are, if there are any
   * @param steps what forward holds, for steps of very few rows, if the cell knows such
   */
  record Direction(
      Stretch forward,
      Stretch backState,
      Stretch backInput,
      Stretch inner,
      Stretch backInner,
      Stretch peepholes,
      OnDemand<StepPanels> steps) {
    /** The same weights, with other panels for steps. */
    Direction with(OnDemand<StepPanels> others) {
      return new Direction(forward, backState, backInput, inner, backInner, peepholes, others);
    }

    long bytes() {
      return 4L
              * Stream.of(forward, backState, backInput, inner, backInner, peepholes)
                  .mapToLong(Stretch::size)
                  .sum()
          + steps.known().map(StepPanels::bytes).orElse(0L);
    }
  }

  private RnnPacked(List<Direction> directions) {
    this.directions = directions;
  }

  static RnnPacked of(
      Workers workers,
      PackedMemory memory,
      RnnLayout layout,
      RnnKernel kernel,
      List<RnnWeights> weights) {
    var room = new ArrayList<Direction>();
    for (int d = 0; d < weights.size(); d++) {
      room.add(room(memory, layout, kernel));
    }
    return filled(room, workers, memory, layout, kernel, weights);
  }

  /** The place of these for other weights of the same layer, if nobody computes with these. */
  Optional<RnnPacked> replacedBy(
      Workers workers,
      PackedMemory memory,
      RnnLayout layout,
      RnnKernel kernel,
      List<RnnWeights> weights) {
    return users.compareAndSet(0, GONE)
        ? Optional.of(filled(directions, workers, memory, layout, kernel, weights))
        : Optional.empty();
  }

  private static RnnPacked filled(
      List<Direction> room,
      Workers workers,
      PackedMemory memory,
      RnnLayout layout,
      RnnKernel kernel,
      List<RnnWeights> weights) {
    var directions = new ArrayList<Direction>();
    for (int d = 0; d < room.size(); d++) {
      var to = room.get(d);
      fill(to, workers, layout, kernel, new RnnSource(weights.get(d), layout.units()));
      directions.add(to.with(steps(memory, layout, kernel, to)));
    }
    return new RnnPacked(List.copyOf(directions));
  }

  /** The weights, for somebody who goes on computing with them: nothing will take their place. */
  List<Direction> kept() {
    if (users.getAndUpdate(count -> count == GONE ? GONE : count + 1) == GONE) {
      throw gone();
    }
    return directions;
  }

  /**
   * Computes with the weights.
   *
   * @throws IllegalStateException if others have taken their place
   */
  void with(Consumer<List<Direction>> body) {
    if (users.getAndUpdate(count -> count == GONE ? GONE : count + 1) == GONE) {
      throw gone();
    }
    try {
      body.accept(directions);
    } finally {
      users.decrementAndGet();
    }
  }

  private static IllegalStateException gone() {
    return new IllegalStateException(
        "The weights of a recurrent layer changed while it was computing with them: between its"
            + " forward and its backward pass, or in another thread. Update them after the"
            + " backward pass; serve a snapshot of them while they are trained.");
  }

  private static Direction room(PackedMemory memory, RnnLayout layout, RnnKernel kernel) {
    var map = kernel.map();
    int padded = layout.padded();
    return new Direction(
        memory.take(kernel.forwardSize()),
        memory.take(Panels.size(map.stateGates().length * padded, layout.outputs())),
        memory.take(Panels.size(map.inputGates().length * padded, layout.inputs())),
        memory.take(kernel.innerSize()),
        memory.take(kernel.backInnerSize()),
        memory.take(layout.peepholeCols()),
        new OnDemand<>(RnnPacked::none));
  }

  private static OnDemand<StepPanels> steps(
      PackedMemory memory, RnnLayout layout, RnnKernel kernel, Direction of) {
    return new OnDemand<>(
        () ->
            kernel
                .unitwise()
                .map(
                    cell ->
                        new StepPanels(
                            layout, cell, of.forward, memory.take(StepPanels.size(layout, cell))))
                .orElseGet(RnnPacked::none));
  }

  private static StepPanels none() {
    throw new IllegalStateException("This cell's steps cannot be shared unit by unit");
  }

  /** What is padding was zero from the beginning and stays so. */
  private static void fill(
      Direction to, Workers workers, RnnLayout layout, RnnKernel kernel, RnnSource source) {
    var map = kernel.map();
    kernel.packForward(workers, source, to.forward);
    kernel.packInner(workers, source, to.inner);
    kernel.packBackInner(workers, source, to.backInner);
    back(workers, layout, map.stateGates(), layout.outputs(), source, true, to.backState);
    back(workers, layout, map.inputGates(), layout.inputs(), source, false, to.backInput);
    peepholes(layout, source, to.peepholes);
  }

  private static void peepholes(RnnLayout layout, RnnSource source, Stretch packed) {
    for (int gate = 0; gate * layout.padded() < packed.size(); gate++) {
      source.peephole(gate, packed.values(), packed.start() + gate * layout.padded());
    }
  }

  private static void back(
      Workers workers,
      RnnLayout layout,
      int[] gates,
      int cols,
      RnnSource source,
      boolean toState,
      Stretch packed) {
    int rows = gates.length * layout.padded();
    Panels.packRows(workers, rows, cols, new Back(layout, gates, source, toState), packed);
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

  @Override
  public long bytes() {
    return directions.stream().mapToLong(Direction::bytes).sum();
  }
}
