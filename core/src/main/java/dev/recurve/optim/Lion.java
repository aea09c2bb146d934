package dev.recurve.optim;

import dev.recurve.Gradients;
import dev.recurve.Optimizer;
import dev.recurve.spi.StepRule;
import java.util.List;
import java.util.Map;

/**
 * Lion (Chen et al. 2023): {@code w -= rate·(sign(β1·m + (1-β1)·g) + decay·w); m = β2·m +
 * (1-β2)·g}. Each weight moves by the rate, whatever its gradient's size, so rates are 3 to 10
 * times smaller than Adam's, and weight decays that much larger. Immutable; each method with
 * arguments gives a new optimiser.
 *
 * @param learningRate 0 or more
 * @param beta1 share of the mean in the sign that is taken, in {@code [0, 1)}
 * @param beta2 decay of the mean, in {@code [0, 1)}
 * @param weightDecay decoupled, 0 or more
 */
public record Lion(double learningRate, double beta1, double beta2, double weightDecay)
    implements Optimizer {
  private static final List<String> SLOTS = List.of(Slots.MEAN);

  /** Checks the settings. */
  public Lion {
    Settings.learningRate(learningRate);
    Settings.betas(beta1, beta2);
    Settings.weightDecay(weightDecay);
  }

  /**
   * With betas 0.9 and 0.99 and no weight decay.
   *
   * @param rate the learning rate, 0 or more; 0.0001 is usual
   */
  public static Lion withRate(double rate) {
    return new Lion(rate, 0.9, 0.99, 0);
  }

  /** With other shares, each in {@code [0, 1)}. */
  public Lion betas(double first, double second) {
    return new Lion(learningRate, first, second, weightDecay);
  }

  /** With decoupled weight decay, 0 or more. */
  public Lion weightDecay(double decay) {
    return new Lion(learningRate, beta1, beta2, decay);
  }

  @Override
  public String name() {
    return "lion";
  }

  @Override
  public Map<String, Double> settings() {
    return Map.of(
        "learning_rate", learningRate,
        "beta1", beta1,
        "beta2", beta2,
        "weight_decay", weightDecay);
  }

  /** {@code exp_avg}, the mean of gradients. */
  @Override
  public List<String> slots() {
    return SLOTS;
  }

  @Override
  public void step(Gradients gradients) {
    KernelStep.make(
        gradients,
        slots(),
        WeightDecay.decoupled(weightDecay),
        (rate, _) -> new StepRule.SignOfMean(rate, 1 - beta1, 1 - beta2));
  }
}
