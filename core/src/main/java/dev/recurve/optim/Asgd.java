package dev.recurve.optim;

import dev.recurve.Gradients;
import dev.recurve.Optimizer;
import dev.recurve.spi.StepRule;
import java.util.List;
import java.util.Map;

/**
 * The descent of averaged SGD (Polyak and Juditsky 1992; rates of Bottou 2012): {@code w -= η·(g +
 * (λ + decay)·w)} with {@code η = rate/(1 + λ·rate·(t-1))^α}. The average itself is {@link
 * WeightAverage#mean}, which goes with any optimiser. Immutable; each method with arguments gives a
 * new optimiser.
 *
 * @param learningRate 0 or more
 * @param lambda λ, 0 or more: how fast the rate falls, and a weight decay
 * @param alpha α, 0 or more: the power by which the rate falls
 * @param weightDecay L2 penalty, added to the gradient, 0 or more
 */
public record Asgd(double learningRate, double lambda, double alpha, double weightDecay)
    implements Optimizer {
  /** Checks the settings. */
  public Asgd {
    Settings.learningRate(learningRate);
    Settings.notNegative("Lambda", lambda);
    Settings.notNegative("Alpha", alpha);
    Settings.weightDecay(weightDecay);
  }

  /**
   * With λ 1e-4, α 0.75 and no weight decay.
   *
   * @param rate the learning rate, 0 or more; 0.01 is usual
   */
  public static Asgd withRate(double rate) {
    return new Asgd(rate, 1e-4, 0.75, 0);
  }

  /** With another λ, 0 or more. */
  public Asgd lambda(double value) {
    return new Asgd(learningRate, value, alpha, weightDecay);
  }

  /** With another power, 0 or more. */
  public Asgd alpha(double power) {
    return new Asgd(learningRate, lambda, power, weightDecay);
  }

  /** With an L2 penalty, added to the gradient, 0 or more. */
  public Asgd weightDecay(double decay) {
    return new Asgd(learningRate, lambda, alpha, decay);
  }

  @Override
  public String name() {
    return "asgd";
  }

  @Override
  public Map<String, Double> settings() {
    return Map.of(
        "learning_rate", learningRate,
        "lambda", lambda,
        "alpha", alpha,
        "weight_decay", weightDecay);
  }

  /** None. */
  @Override
  public List<String> slots() {
    return List.of();
  }

  @Override
  public void step(Gradients gradients) {
    KernelStep.make(
        gradients,
        slots(),
        WeightDecay.l2(lambda + weightDecay),
        (rate, step) ->
            new StepRule.Descent(rate / StrictMath.pow(1 + lambda * rate * (step - 1), alpha)));
  }
}
