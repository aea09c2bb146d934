package dev.recurve.optim;

import dev.recurve.Gradients;
import dev.recurve.Optimizer;
import dev.recurve.spi.AdamRule;
import java.util.List;
import java.util.Map;

/**
 * Adam (Kingma and Ba 2015): {@code m = β1·m + (1-β1)·g; v = β2·v + (1-β2)·g²; w -= rate·m̂/(√v̂ +
 * ε)}, with m and v divided by {@code 1-βᵗ}. Weight decay is added to the gradient; see {@link
 * AdamW} for the decoupled kind. Immutable; each method gives a new optimiser.
 */
public final class Adam implements Optimizer {
  private final double rate;
  private final AdamRule rule;

  private Adam(double rate, AdamRule rule) {
    this.rate = rate;
    this.rule = rule;
  }

  /**
   * With betas 0.9 and 0.999, epsilon 1e-8 and no weight decay.
   *
   * @param rate the learning rate, 0 or more
   */
  public static Adam withRate(double rate) {
    return new Adam(
        Settings.notNegative("A learning rate", rate), new AdamRule(0.9, 0.999, 1e-8, 0, false));
  }

  /**
   * With other decays of the moments.
   *
   * @param beta1 of the first moment, in {@code [0, 1)}
   * @param beta2 of the second moment, in {@code [0, 1)}
   */
  public Adam betas(double beta1, double beta2) {
    return new Adam(rate, Moments.betas(rule, beta1, beta2));
  }

  /**
   * With another ε.
   *
   * @param epsilon 0 or more
   */
  public Adam epsilon(double epsilon) {
    return new Adam(rate, Moments.epsilon(rule, epsilon));
  }

  /**
   * With an L2 penalty, added to the gradient.
   *
   * @param decay 0 or more
   */
  public Adam weightDecay(double decay) {
    return new Adam(rate, Moments.weightDecay(rule, decay));
  }

  @Override
  public String name() {
    return "adam";
  }

  @Override
  public double learningRate() {
    return rate;
  }

  @Override
  public Map<String, Double> settings() {
    return Moments.settings(rate, rule);
  }

  /** {@code exp_avg} and {@code exp_avg_sq}, the two moments. */
  @Override
  public List<String> slots() {
    return Moments.SLOTS;
  }

  @Override
  public void step(Gradients gradients) {
    Moments.step(rule, gradients);
  }

  @Override
  public String toString() {
    return "adam " + settings();
  }
}
