package dev.recurve.optim;

import dev.recurve.Gradients;
import dev.recurve.Optimizer;
import dev.recurve.spi.AdamRule;
import java.util.List;
import java.util.Map;

/**
 * {@link Adam} with decoupled weight decay (Loshchilov and Hutter 2019): the weights shrink by
 * {@code 1 - rate·decay} before each step, and the moments see the plain gradient. Immutable; each
 * method gives a new optimiser.
 */
public final class AdamW implements Optimizer {
  private final double rate;
  private final AdamRule rule;

  private AdamW(double rate, AdamRule rule) {
    this.rate = rate;
    this.rule = rule;
  }

  /**
   * With betas 0.9 and 0.999, epsilon 1e-8 and weight decay 0.01.
   *
   * @param rate the learning rate, 0 or more
   */
  public static AdamW withRate(double rate) {
    return new AdamW(
        Settings.notNegative("A learning rate", rate), new AdamRule(0.9, 0.999, 1e-8, 0.01, true));
  }

  /**
   * With other decays of the moments.
   *
   * @param beta1 of the first moment, in {@code [0, 1)}
   * @param beta2 of the second moment, in {@code [0, 1)}
   */
  public AdamW betas(double beta1, double beta2) {
    return new AdamW(rate, Moments.betas(rule, beta1, beta2));
  }

  /**
   * With another ε.
   *
   * @param epsilon 0 or more
   */
  public AdamW epsilon(double epsilon) {
    return new AdamW(rate, Moments.epsilon(rule, epsilon));
  }

  /**
   * With another decay.
   *
   * @param decay 0 or more
   */
  public AdamW weightDecay(double decay) {
    return new AdamW(rate, Moments.weightDecay(rule, decay));
  }

  @Override
  public String name() {
    return "adamw";
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
    return "adamw " + settings();
  }
}
