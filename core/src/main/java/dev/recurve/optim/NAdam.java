package dev.recurve.optim;

import dev.recurve.Gradients;
import dev.recurve.Optimizer;
import dev.recurve.spi.StepRule;
import java.util.List;
import java.util.Map;

/**
 * NAdam (Dozat 2016), Adam with Nesterov's momentum: {@code w -= rate·((1-μₜ)/(1-Πμ)·g +
 * μₜ₊₁/(1-Πμ·μₜ₊₁)·m)/(√v̂ + ε)}, where m and v are Adam's moments, {@code μₜ = β1·(1 -
 * 0.96^(t·momentumDecay)/2)}, and Πμ is the product of all μ so far. Immutable; each method that
 * changes a setting gives a new optimiser.
 *
 * @param learningRate 0 or more
 * @param beta1 decay of the first moment, in {@code [0, 1)}
 * @param beta2 decay of the second moment, in {@code [0, 1)}
 * @param epsilon ε, 0 or more
 * @param momentumDecay how fast μ rises from half of β1 to β1, 0 or more
 * @param weightDecay L2 penalty, added to the gradient, 0 or more
 * @param isLikePyTorch1 see {@link #likePyTorch1}
 */
public record NAdam(
    double learningRate,
    double beta1,
    double beta2,
    double epsilon,
    double momentumDecay,
    double weightDecay,
    boolean isLikePyTorch1)
    implements Optimizer {
  private static final double BASE = 0.96;

  /** Below this, a product taken from 1 leaves 1. */
  private static final double NOTHING = 0x1p-54;

  /** Checks the settings. */
  public NAdam {
    Settings.learningRate(learningRate);
    Settings.betas(beta1, beta2);
    Settings.epsilon(epsilon);
    Settings.notNegative("Momentum decay", momentumDecay);
    Settings.weightDecay(weightDecay);
  }

  /**
   * With betas 0.9 and 0.999, epsilon 1e-8, momentum decay 0.004 and no weight decay.
   *
   * @param rate the learning rate, 0 or more; 0.002 is usual
   */
  public static NAdam withRate(double rate) {
    return new NAdam(rate, 0.9, 0.999, 1e-8, 0.004, 0, false);
  }

  /** With other decays of the moments, in {@code [0, 1)}. */
  public NAdam betas(double first, double second) {
    return new NAdam(
        learningRate, first, second, epsilon, momentumDecay, weightDecay, isLikePyTorch1);
  }

  /** With another ε, 0 or more. */
  public NAdam epsilon(double value) {
    return new NAdam(learningRate, beta1, beta2, value, momentumDecay, weightDecay, isLikePyTorch1);
  }

  /** With another momentum decay, 0 or more. */
  public NAdam momentumDecay(double decay) {
    return new NAdam(learningRate, beta1, beta2, epsilon, decay, weightDecay, isLikePyTorch1);
  }

  /** With an L2 penalty, added to the gradient, 0 or more. */
  public NAdam weightDecay(double decay) {
    return new NAdam(learningRate, beta1, beta2, epsilon, momentumDecay, decay, isLikePyTorch1);
  }

  /**
   * As PyTorch computed it before version 2.0, with {@code Πμ·μₜ·μₜ₊₁} in place of {@code Πμ·μₜ₊₁}:
   * to go on with or repeat a run made there. After some dozen steps it makes no difference.
   */
  public NAdam likePyTorch1() {
    return new NAdam(learningRate, beta1, beta2, epsilon, momentumDecay, weightDecay, true);
  }

  @Override
  public String name() {
    return "nadam";
  }

  @Override
  public Map<String, Double> settings() {
    return Map.of(
        "learning_rate", learningRate,
        "beta1", beta1,
        "beta2", beta2,
        "epsilon", epsilon,
        "momentum_decay", momentumDecay,
        "weight_decay", weightDecay,
        "like_pytorch_1", isLikePyTorch1 ? 1.0 : 0.0);
  }

  /** {@code exp_avg} and {@code exp_avg_sq}, the two moments. */
  @Override
  public List<String> slots() {
    return Slots.MOMENTS;
  }

  @Override
  public void step(Gradients gradients) {
    // The same for all blocks, and not quick to compute.
    double product = product(gradients.step());
    double withNext = product * mu(gradients.step() + 1);
    double next = isLikePyTorch1 ? withNext * mu(gradients.step()) : withNext;
    KernelStep.make(
        gradients,
        slots(),
        WeightDecay.l2(weightDecay),
        (rate, step) ->
            new StepRule.Moments(
                1 - beta1,
                1 - beta2,
                rate * (1 - mu(step)) / (1 - product),
                rate * mu(step + 1) / (1 - next),
                1 / Math.sqrt(KernelStep.correction(beta2, step)),
                epsilon,
                false));
  }

  private double mu(long step) {
    return beta1 * (1 - 0.5 * StrictMath.pow(BASE, step * momentumDecay));
  }

  /** Of μ at steps 1…t; no factor is above β1, so it soon makes no difference. */
  private double product(long step) {
    double product = 1;
    for (long t = 1; t <= step && product > NOTHING; t++) {
      product *= mu(t);
    }
    return product;
  }
}
