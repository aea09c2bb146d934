package dev.recurve.host;

import dev.recurve.spi.RnnCell;
import dev.recurve.spi.Workers;
import java.util.Optional;

/**
 * What is special about a cell, for the rows of one step: its products, and the pointwise passes
 * after them, forward and back. Everything else is the same for all cells, see {@link RnnForward}
 * and {@link RnnBackward}.
 */
public sealed interface RnnKernel permits SimpleKernel, LstmKernel, GruKernel, GruBeforeKernel {
  /** Elements of a direction's packed weights, for the gates. */
  int forwardSize();

  /**
   * Packs a direction's weights: the gates' right-hand side in this cell's order of columns.
   *
   * @param to zeros
   */
  void packForward(Workers workers, RnnSource source, Stretch to);

  /** Elements of the packed weights of a step's second product; 0 where there is none. */
  default int innerSize() {
    return 0;
  }

  /**
   * Packs the weights of the second product, if there is one.
   *
   * @param to zeros
   */
  default void packInner(Workers workers, RnnSource source, Stretch to) {}

  /** Elements of what carries gradients back through the second product. */
  default int backInnerSize() {
    return 0;
  }

  /**
   * Packs what carries gradients back through the second product, if there is one.
   *
   * @param to zeros
   */
  default void packBackInner(Workers workers, RnnSource source, Stretch to) {}

  /** The kernel of a layer's cell. */
  static RnnKernel of(RnnLayout layout) {
    return switch (layout.spec().cell()) {
      case RnnCell.Simple simple -> new SimpleKernel(layout, simple.activation());
      case RnnCell.Lstm _ -> new LstmKernel(layout);
      case RnnCell.Gru gru ->
          gru.resetAfter() ? new GruKernel(layout) : new GruBeforeKernel(layout);
    };
  }

  /** The gate block of the weights that a column of gates belongs to; columns as in the layout. */
  GateMap map();

  /**
   * From a step's rows to its outputs and cell states, in the next block; gates then hold what
   * backward needs.
   */
  void forward(RnnRun run, int step, int rows);

  /**
   * From the gradients of a step's outputs and cell states to those of its gates, which take the
   * gates' place, and of the states before. What reaches the outputs before through the weights
   * goes to {@link RnnGradientMemory#throughWeights}; if that is not {@code dh} itself, then {@code
   * dh} holds what reaches them directly, provided that {@link #carriesOutput}.
   *
   * @param inner where the gradients of a second product's weights are to be added, if anywhere
   */
  void backward(
      RnnRun run, int step, int rows, RnnGradientMemory g, Optional<RnnWeightGradient> inner);

  /** This cell, if its steps can be shared unit by unit. */
  default Optional<UnitwiseKernel> unitwise() {
    return Optional.empty();
  }

  /** This cell, if the products of its steps can be shared panel by panel. */
  default Optional<SharedKernel> shared() {
    return Optional.empty();
  }

  /** Whether something reaches the outputs before without passing the weights. */
  boolean carriesOutput();

  /**
   * Which gates the input and the state see.
   *
   * @param inputGates for each block of the gates' columns that the input sees, the weights' gate
   * @param inputFrom the first such block
   * @param stateGates for each block that the state sees, the weights' gate
   * @param stateFrom the first such block
   */
  record GateMap(int[] inputGates, int inputFrom, int[] stateGates, int stateFrom) {}

  /**
   * Carries the gradients of a step's gates through the state's weights.
   *
   * @param add whether to add to what stands there
   */
  static void stateGradients(
      RnnLayout layout,
      GateMap map,
      RnnRun run,
      int step,
      int rows,
      RnnGradientMemory g,
      boolean add) {
    run.on()
        .multiply(
            run.m().values,
            run.m().gates(step) + map.stateFrom() * layout.padded(),
            layout.ldGates(),
            rows,
            map.stateGates().length * layout.padded(),
            run.weights().backState(),
            layout.outputs(),
            g.values,
            g.throughWeights(),
            g.ldH,
            add);
  }
}
