package dev.recurve.simd;

import java.util.Optional;

/**
 * A cell whose gates are the sum of one product with the input and one with the state, all of whose
 * columns may be computed apart: threads can share a step's products panel by panel.
 */
interface SharedKernel {
  /** Which gates the input and the state see. */
  RnnKernel.GateMap map();

  /** Where the weights of {@code [x | 1]} stand in what {@link RnnKernel#packForward} packs. */
  StepPanels.Place input();

  /** Where the weights of h stand, the first column being that of the first state gate. */
  StepPanels.Place state();

  /** How the product with the state meets that with the input. */
  Sum stateSum();

  /** The rest of {@link RnnKernel#forward}, once both products are in the gates. */
  void fromGates(RnnRun run, int step, int rows);

  /** {@link RnnKernel#backward} up to the gradients of the gates. */
  void toGates(
      RnnRun run, int step, int rows, RnnGradientMemory g, Optional<RnnWeightGradient> inner);

  /** Whether what comes back through the state's weights is added to what stands there. */
  boolean addsToState(RnnGradientMemory g);

  /**
   * Inputs and biases into the gates of some rows that follow each other.
   *
   * @param x the first row {@code [x | 1 | ·]}
   * @param gates the first row of gates
   */
  static void project(
      RnnLayout layout, SharedKernel kernel, RnnRun run, int x, int gates, int rows) {
    float[] v = run.m().values;
    var weights = run.weights().forward();
    int k = layout.inputs() + 1;
    for (int panel = 0; panel < Panels.count(layout.gateCols()); panel++) {
      int w = weights.start() + kernel.input().at(0, panel * Lanes.PANEL);
      int to = gates + panel * Lanes.PANEL;
      run.on()
          .multiplyPanel(
              v, x, layout.ldX(), rows, k, weights.values(), w, v, to, layout.ldGates(), Sum.SET);
    }
  }
}
