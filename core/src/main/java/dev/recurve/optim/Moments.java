package dev.recurve.optim;

import dev.recurve.Gradients;
import dev.recurve.spi.AdamRule;
import java.util.List;
import java.util.Map;

/** What {@link Adam} and {@link AdamW} share. */
final class Moments {
  private static final String FIRST = "exp_avg";
  private static final String SECOND = "exp_avg_sq";

  static final List<String> SLOTS = List.of(FIRST, SECOND);

  private Moments() {}

  static AdamRule betas(AdamRule rule, double beta1, double beta2) {
    return new AdamRule(
        Settings.decay("Beta 1", beta1),
        Settings.decay("Beta 2", beta2),
        rule.epsilon(),
        rule.weightDecay(),
        rule.decoupled());
  }

  static AdamRule epsilon(AdamRule rule, double epsilon) {
    return new AdamRule(
        rule.beta1(),
        rule.beta2(),
        Settings.notNegative("Epsilon", epsilon),
        rule.weightDecay(),
        rule.decoupled());
  }

  static AdamRule weightDecay(AdamRule rule, double decay) {
    return new AdamRule(
        rule.beta1(),
        rule.beta2(),
        rule.epsilon(),
        Settings.notNegative("Weight decay", decay),
        rule.decoupled());
  }

  static Map<String, Double> settings(double rate, AdamRule rule) {
    return Map.of(
        "learning_rate", rate,
        "beta1", rule.beta1(),
        "beta2", rule.beta2(),
        "epsilon", rule.epsilon(),
        "weight_decay", rule.weightDecay());
  }

  static void step(AdamRule rule, Gradients gradients) {
    for (var block : gradients.blocks()) {
      UpdateBlock.of(block).adam(rule, gradients.step(), FIRST, SECOND);
    }
  }
}
