package dev.recurve.optim;

import dev.recurve.Gradients;
import dev.recurve.Optimizer;
import dev.recurve.spi.StepRule;
import java.util.List;
import java.util.Map;

/**
 * RAdam (Liu et al. 2020), Adam whose first steps do not trust the second moment: {@code w -=
 * rate·r·m̂/√v̂}, with {@code r² = ((ρ-4)(ρ-2)ρ∞)/((ρ∞-4)(ρ∞-2)ρ)}, {@code ρ∞ = 2/(1-β2) - 1} and
 * {@code ρ = ρ∞ - 2t·β2ᵗ/(1-β2ᵗ)}; while ρ is at most 5, {@code w -= rate·m̂}. As in PyTorch, ε is
 * added to √v before its correction. Immutable; each method with arguments gives a new optimiser.
 *
 * @param learningRate 0 or more
 * @param beta1 decay of the first moment, in {@code [0, 1)}
 * @param beta2 decay of the second moment, in {@code [0, 1)}
 * @param epsilon ε, 0 or more
 * @param weightDecay L2 penalty, added to the gradient, 0 or more
 */
public record RAdam(
    double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
    implements Optimizer {
  /** Up to this ρ the variance of the second moment is not tractable. */
  private static final double TRACTABLE = 5;

  /** Checks the settings. */
  public RAdam {
    Settings.learningRate(learningRate);
    Settings.betas(beta1, beta2);
    Settings.epsilon(epsilon);
    Settings.weightDecay(weightDecay);
  }

  /**
   * With betas 0.9 and 0.999, epsilon 1e-8 and no weight decay.
   *
   * @param rate the learning rate, 0 or more; 0.001 is usual
   */
  public static RAdam withRate(double rate) {
    return new RAdam(rate, 0.9, 0.999, 1e-8, 0);
  }

  /** With other decays of the moments, in {@code [0, 1)}. */
  public RAdam betas(double first, double second) {
    return new RAdam(learningRate, first, second, epsilon, weightDecay);
  }

  /** With another ε, 0 or more. */
  public RAdam epsilon(double value) {
    return new RAdam(learningRate, beta1, beta2, value, weightDecay);
  }

  /** With an L2 penalty, added to the gradient, 0 or more. */
  public RAdam weightDecay(double decay) {
    return new RAdam(learningRate, beta1, beta2, epsilon, decay);
  }

  @Override
  public String name() {
    return "radam";
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

  /** {@code exp_avg} and {@code exp_avg_sq}, the two moments. */
  @Override
  public List<String> slots() {
    return Slots.MOMENTS;
  }

  @Override
  public void step(Gradients gradients) {
    KernelStep.make(gradients, slots(), WeightDecay.l2(weightDecay), this::rule);
  }

  private StepRule rule(double rate, long step) {
    double corrected = rate / KernelStep.correction(beta1, step);
    double left = KernelStep.correction(beta2, step);
    double most = 2 / (1 - beta2) - 1;
    double rho = most - 2 * step * (1 - left) / left;
    if (rho <= TRACTABLE) {
      return new StepRule.Moments(1 - beta1, 1 - beta2, 0, corrected, 0, 1, false);
    }
    double rectified =
        Math.sqrt((rho - 4) * (rho - 2) * most / ((most - 4) * (most - 2) * rho) * left);
    return new StepRule.Moments(1 - beta1, 1 - beta2, 0, corrected * rectified, 1, epsilon, false);
  }
}
