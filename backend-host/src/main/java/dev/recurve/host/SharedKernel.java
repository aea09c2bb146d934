package dev.recurve.host;

import java.util.Optional;

/**
 * A cell whose gates are the sum of one product with the input and one with the state, all of whose
 * columns may be computed apart: threads can share a step's products panel by panel.
 */
public interface SharedKernel {
  /** Which gates the input and the state see. */
  RnnKernel.GateMap map();

  /** Where the weights of {@code [x | 1]} stand in what {@link RnnKernel#packForward} packs. */
  Panels.Place input();

  /** Where the weights of h stand, the first column being that of the first state gate. */
  Panels.Place state();

  /** How the product with the state meets that with the input. */
  Sum stateSum();

  /** The rest of {@link RnnKernel#forward}, once both products are in the gates. */
  void fromGates(RnnRun run, int step, int rows);

  /** {@link RnnKernel#backward} up to the gradients of the gates. */
  void toGates(
      RnnRun run, int step, int rows, RnnGradientMemory g, Optional<RnnWeightGradient> inner);

  /** Whether what comes back through the state's weights is added to what stands there. */
  boolean addsToState(RnnGradientMemory g);
}
