package dev.recurve.optim;

import dev.recurve.spi.StepRule;
import java.util.List;
import java.util.Map;

/** What tells one optimiser of Adam's kin from another. */
interface AdamForm {
  String name();

  /** Those that Adam does not have. */
  default Map<String, Double> settings() {
    return Map.of();
  }

  default List<String> slots() {
    return Slots.MOMENTS;
  }

  /**
   * The numbers of a step.
   *
   * @param adam has the settings that all have
   * @param rate with all its factors
   * @param step from 1
   */
  StepRule rule(Adam adam, double rate, long step);

  /** {@code 1 - βᵗ}: what a running mean that began with 0 is divided by. */
  static double correction(double beta, long step) {
    return 1 - StrictMath.pow(beta, step);
  }

  /** The factor {@code 1/√(1-β2ᵗ)} on the root of the second moment. */
  static double root(Adam adam, long step) {
    return 1 / Math.sqrt(correction(adam.beta2(), step));
  }

  /** Adam itself, or with the largest second moment so far. */
  static StepRule plain(Adam adam, double rate, long step, boolean largest) {
    return new StepRule.Moments(
        1 - adam.beta1(),
        1 - adam.beta2(),
        0,
        rate / correction(adam.beta1(), step),
        root(adam, step),
        adam.epsilon(),
        largest);
  }
}
