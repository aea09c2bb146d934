package dev.recurve.optim;

import dev.recurve.Gradients;
import dev.recurve.Optimizer;
import dev.recurve.spi.StepRule;
import java.util.List;
import java.util.Map;

/**
 * AdaGrad (Duchi et al. 2011): {@code s += g²; w -= rate·g/(√s + ε)}, with a rate that falls as
 * {@code rate/(1 + (t-1)·rateDecay)}. Immutable; each method with arguments gives a new optimiser.
 *
 * @param learningRate 0 or more
 * @param rateDecay 0 or more; 0 for none
 * @param initial what the sum of squares begins with, 0 or more
 * @param epsilon ε, 0 or more
 * @param weightDecay L2 penalty, added to the gradient, 0 or more
 */
public record AdaGrad(
    double learningRate, double rateDecay, double initial, double epsilon, double weightDecay)
    implements Optimizer {
  private static final List<String> SLOTS = List.of("sum");

  /** Checks the settings. */
  public AdaGrad {
    Settings.learningRate(learningRate);
    Settings.notNegative("The decay of AdaGrad's rate", rateDecay);
    Settings.notNegative("The first sum of squares", initial);
    Settings.epsilon(epsilon);
    Settings.weightDecay(weightDecay);
  }

  /**
   * With epsilon 1e-10, a sum that begins with 0, and no decay of rate or weights.
   *
   * @param rate the learning rate, 0 or more; 0.01 is usual
   */
  public static AdaGrad withRate(double rate) {
    return new AdaGrad(rate, 0, 0, 1e-10, 0);
  }

  /** With a falling rate; 0 or more. */
  public AdaGrad rateDecay(double decay) {
    return new AdaGrad(learningRate, decay, initial, epsilon, weightDecay);
  }

  /** With a sum of squares that begins with this, 0 or more, so that first steps are smaller. */
  public AdaGrad initial(double sum) {
    return new AdaGrad(learningRate, rateDecay, sum, epsilon, weightDecay);
  }

  /** With another ε, 0 or more. */
  public AdaGrad epsilon(double value) {
    return new AdaGrad(learningRate, rateDecay, initial, value, weightDecay);
  }

  /** With an L2 penalty, added to the gradient, 0 or more. */
  public AdaGrad weightDecay(double decay) {
    return new AdaGrad(learningRate, rateDecay, initial, epsilon, decay);
  }

  @Override
  public String name() {
    return "adagrad";
  }

  @Override
  public Map<String, Double> settings() {
    return Map.of(
        "learning_rate", learningRate,
        "rate_decay", rateDecay,
        "initial", initial,
        "epsilon", epsilon,
        "weight_decay", weightDecay);
  }

  /** {@code sum} of squares, without what it begins with. */
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
            new StepRule.SumOfSquares(rate / (1 + (step - 1) * rateDecay), initial, epsilon));
  }
}
