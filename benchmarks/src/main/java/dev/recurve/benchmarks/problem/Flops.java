package dev.recurve.benchmarks.problem;

/**
 * Counts the floating-point operations of matrix products; the element-wise rest, a few per cent,
 * is left out as usual. A product of {@code m × k} with {@code k × n} counts {@code 2·m·n·k}.
 */
public final class Flops {
  private Flops() {}

  /**
   * A recurrent network. With R steps that are not padding and G gates, each layer and direction
   * projects its input, {@code 2·R·G·H·I}, and its state, {@code 2·R·G·H²}. Backward needs each
   * twice more, once for the weights' and once for the data's gradient; without an input gradient,
   * the first layer saves one projection.
   */
  public static double of(RnnProblem problem) {
    double forward = 0;
    for (int layer = 0; layer < problem.layers(); layer++) {
      forward += projection(problem, layer) + recurrence(problem);
    }
    if (problem.mode() != Mode.TRAIN) {
      return forward;
    }
    return 3 * forward - (problem.wantsInputGradient() ? 0 : projection(problem, 0));
  }

  /** A matrix product. */
  public static double of(GemmProblem problem) {
    return 2.0 * problem.m() * problem.n() * problem.k();
  }

  private static double projection(RnnProblem problem, int layer) {
    return 2.0 * gateRows(problem) * problem.inputOf(layer);
  }

  private static double recurrence(RnnProblem problem) {
    return 2.0 * gateRows(problem) * problem.hidden();
  }

  private static double gateRows(RnnProblem problem) {
    return (double) problem.directions()
        * problem.rows()
        * problem.cell().gates()
        * problem.hidden();
  }
}
