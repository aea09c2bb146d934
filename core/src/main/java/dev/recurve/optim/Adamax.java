package dev.recurve.optim;

import dev.recurve.Gradients;
import dev.recurve.Optimizer;
import dev.recurve.spi.StepRule;
import java.util.List;
import java.util.Map;

/**
 * Adamax (Kingma and Ba 2015, section 7.1), Adam by the infinity norm: {@code m = β1·m + (1-β1)·g;
 * u = max(β2·u, |g| + ε); w -= rate/(1-β1ᵗ)·m/u}. Immutable; each method with arguments gives a new
 * optimiser.
 *
 * @param learningRate 0 or more
 * @param beta1 decay of the first moment, in {@code [0, 1)}
 * @param beta2 decay of the norm, in {@code [0, 1)}
 * @param epsilon ε, 0 or more
 * @param weightDecay L2 penalty, added to the gradient, 0 or more
 */
public record Adamax(
    double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
    implements Optimizer {
  private static final List<String> SLOTS = List.of(Slots.MEAN, "exp_inf");

  /** Checks the settings. */
  public Adamax {
    Settings.learningRate(learningRate);
    Settings.betas(beta1, beta2);
    Settings.epsilon(epsilon);
    Settings.weightDecay(weightDecay);
  }

  /**
   * With betas 0.9 and 0.999, epsilon 1e-8 and no weight decay.
   *
   * @param rate the learning rate, 0 or more; 0.002 is usual
   */
  public static Adamax withRate(double rate) {
    return new Adamax(rate, 0.9, 0.999, 1e-8, 0);
  }

  /** With other decays of the first moment and the norm, in {@code [0, 1)}. */
  public Adamax betas(double first, double second) {
    return new Adamax(learningRate, first, second, epsilon, weightDecay);
  }

  /** With another ε, 0 or more. */
  public Adamax epsilon(double value) {
    return new Adamax(learningRate, beta1, beta2, value, weightDecay);
  }

  /** With an L2 penalty, added to the gradient, 0 or more. */
  public Adamax weightDecay(double decay) {
    return new Adamax(learningRate, beta1, beta2, epsilon, decay);
  }

  @Override
  public String name() {
    return "adamax";
  }

  @Override
  public Map<String, Double> settings() {
    return Map.of(
        "learning_rate", learningRate,
        "beta1", beta1,
        "beta2", beta2,
        "epsilon", epsilon,
        "weight_decay", weightDecay);
  }

  /** {@code exp_avg}, the first moment, and {@code exp_inf}, the norm. */
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
        (rate, step) ->
            new StepRule.InfinityNorm(
                1 - beta1, beta2, rate / KernelStep.correction(beta1, step), epsilon));
  }
}
