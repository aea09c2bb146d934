package dev.recurve.optim;

import dev.recurve.Gradients;
import dev.recurve.Optimizer;
import dev.recurve.spi.StepRule;
import java.util.List;
import java.util.Map;

/**
 * Adam (Kingma and Ba 2015): {@code m = β1·m + (1-β1)·g; v = β2·v + (1-β2)·g²; w -= rate·m̂/(√v̂ +
 * ε)}, with m and v divided by {@code 1-βᵗ}. Weight decay is added to the gradient, or decoupled as
 * in {@link AdamW}. Immutable; each method with arguments gives a new optimiser.
 *
 * @param learningRate 0 or more
 * @param beta1 decay of the first moment, in {@code [0, 1)}
 * @param beta2 decay of the second moment, in {@code [0, 1)}
 * @param epsilon ε, 0 or more
 * @param weightDecay 0 or more
 * @param isDecoupled whether decay shrinks the weights by {@code 1 - rate·decay} before each step
 *     instead of being added to the gradient
 * @param isAmsgrad whether the largest v so far takes the place of v
 */
public record Adam(
    double learningRate,
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    boolean isDecoupled,
    boolean isAmsgrad)
    implements Optimizer {
  /** Checks the settings. */
  public Adam {
    Settings.learningRate(learningRate);
    Settings.betas(beta1, beta2);
    Settings.epsilon(epsilon);
    Settings.weightDecay(weightDecay);
  }

  /**
   * With betas 0.9 and 0.999, epsilon 1e-8 and no weight decay.
   *
   * @param rate the learning rate, 0 or more
   */
  public static Adam withRate(double rate) {
    return new Adam(rate, 0.9, 0.999, 1e-8, 0, false, false);
  }

  /**
   * With other decays of the moments.
   *
   * @param first of the first moment, in {@code [0, 1)}
   * @param second of the second moment, in {@code [0, 1)}
   */
  public Adam betas(double first, double second) {
    return new Adam(learningRate, first, second, epsilon, weightDecay, isDecoupled, isAmsgrad);
  }

  /** With another ε, 0 or more. */
  public Adam epsilon(double value) {
    return new Adam(learningRate, beta1, beta2, value, weightDecay, isDecoupled, isAmsgrad);
  }

  /** With another weight decay, 0 or more. */
  public Adam weightDecay(double decay) {
    return new Adam(learningRate, beta1, beta2, epsilon, decay, isDecoupled, isAmsgrad);
  }

  /**
   * AMSGrad (Reddi et al. 2018): the step is divided by the root of the largest second moment so
   * far, so that its size never grows again.
   */
  public Adam amsgrad() {
    return new Adam(learningRate, beta1, beta2, epsilon, weightDecay, isDecoupled, true);
  }

  @Override
  public String name() {
    return isDecoupled ? "adamw" : "adam";
  }

  @Override
  public Map<String, Double> settings() {
    return Map.of(
        "learning_rate", learningRate,
        "beta1", beta1,
        "beta2", beta2,
        "epsilon", epsilon,
        "weight_decay", weightDecay,
        "amsgrad", isAmsgrad ? 1.0 : 0.0);
  }

  /** {@code exp_avg} and {@code exp_avg_sq}, the moments, and {@code max_exp_avg_sq} if used. */
  @Override
  public List<String> slots() {
    return isAmsgrad ? List.of(Slots.MEAN, Slots.SQUARE, "max_" + Slots.SQUARE) : Slots.MOMENTS;
  }

  @Override
  public void step(Gradients gradients) {
    var decay = isDecoupled ? WeightDecay.decoupled(weightDecay) : WeightDecay.l2(weightDecay);
    KernelStep.make(
        gradients,
        slots(),
        decay,
        (rate, step) ->
            new StepRule.Moments(
                1 - beta1,
                1 - beta2,
                0,
                rate / KernelStep.correction(beta1, step),
                1 / Math.sqrt(KernelStep.correction(beta2, step)),
                epsilon,
                isAmsgrad));
  }
}
