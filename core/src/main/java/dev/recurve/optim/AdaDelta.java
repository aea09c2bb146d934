package dev.recurve.optim;

import dev.recurve.Gradients;
import dev.recurve.Optimizer;
import dev.recurve.spi.StepRule;
import java.util.List;
import java.util.Map;

/**
 * AdaDelta (Zeiler 2012): {@code s = ρ·s + (1-ρ)·g²; d = g·√(a + ε)/√(s + ε); a = ρ·a + (1-ρ)·d²; w
 * -= rate·d}. Immutable; each method with arguments gives a new optimiser.
 *
 * @param learningRate 0 or more
 * @param rho decay ρ of both means, in {@code [0, 1)}
 * @param epsilon ε, 0 or more
 * @param weightDecay L2 penalty, added to the gradient, 0 or more
 */
public record AdaDelta(double learningRate, double rho, double epsilon, double weightDecay)
    implements Optimizer {
  private static final List<String> SLOTS = List.of(Slots.SQUARE_AVERAGE, "acc_delta");

  /** Checks the settings. */
  public AdaDelta {
    Settings.learningRate(learningRate);
    Settings.decay("Rho", rho);
    Settings.epsilon(epsilon);
    Settings.weightDecay(weightDecay);
  }

  /**
   * With ρ 0.9, epsilon 1e-6 and no weight decay.
   *
   * @param rate the learning rate, 0 or more; the paper has 1
   */
  public static AdaDelta withRate(double rate) {
    return new AdaDelta(rate, 0.9, 1e-6, 0);
  }

  /** With another decay of the means, in {@code [0, 1)}. */
  public AdaDelta rho(double decay) {
    return new AdaDelta(learningRate, decay, epsilon, weightDecay);
  }

  /** With another ε, 0 or more. */
  public AdaDelta epsilon(double value) {
    return new AdaDelta(learningRate, rho, value, weightDecay);
  }

  /** With an L2 penalty, added to the gradient, 0 or more. */
  public AdaDelta weightDecay(double decay) {
    return new AdaDelta(learningRate, rho, epsilon, decay);
  }

  @Override
  public String name() {
    return "adadelta";
  }

  @Override
  public Map<String, Double> settings() {
    return Map.of(
        "learning_rate", learningRate,
        "rho", rho,
        "epsilon", epsilon,
        "weight_decay", weightDecay);
  }

  /** {@code square_avg} of gradients and {@code acc_delta}, that of steps. */
  @Override
  public List<String> slots() {
    return SLOTS;
  }

  @Override
  public void step(Gradients gradients) {
    KernelStep.make(
        gradients,
        slots(),
        WeightDecay.l2(weightDecay),
        (rate, _) -> new StepRule.SquaredSteps(rate, 1 - rho, epsilon));
  }
}
