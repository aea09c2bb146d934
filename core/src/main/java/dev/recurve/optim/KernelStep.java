package dev.recurve.optim;

import dev.recurve.Gradients;
import dev.recurve.spi.StepRule;
import java.util.List;

/** The step of a built-in optimiser: one kernel call for each block of weights. */
final class KernelStep {
  private KernelStep() {}

  /** The rule's numbers at one step. */
  interface Formula {
    /**
     * The rule.
     *
     * @param rate the learning rate now, with all its factors
     * @param step from 1
     */
    StepRule at(double rate, long step);
  }

  /**
   * Makes the step.
   *
   * @param slots names in the order of the rule's
   */
  static void make(Gradients gradients, List<String> slots, WeightDecay decay, Formula formula) {
    for (var block : gradients.blocks()) {
      var own = UpdateBlock.of(block);
      own.step(formula.at(own.learningRate(), gradients.step()), decay, slots);
    }
  }
}
