package dev.recurve.optim;

import dev.recurve.Gradients;
import dev.recurve.Optimizer;
import dev.recurve.spi.StepRule;
import java.util.List;
import java.util.Map;

/**
 * Stochastic gradient descent, with momentum and Nesterov's form (Sutskever et al. 2013) if wished:
 * {@code g += decay·w; v = momentum·v + (1-dampening)·g; w -= rate·v}, or {@code w -= rate·(g +
 * momentum·v)} with Nesterov. The first velocity is the plain gradient. Immutable; each method that
 * changes a setting gives a new optimiser.
 *
 * @param learningRate 0 or more
 * @param momentum share of the velocity that is kept, in {@code [0, 1)}; 0 for none
 * @param dampening share of each gradient but the first that is kept out of the velocity, in {@code
 *     [0, 1)}
 * @param isNesterov whether to look ahead
 * @param weightDecay L2 penalty, added to the gradient, 0 or more
 */
public record Sgd(
    double learningRate, double momentum, double dampening, boolean isNesterov, double weightDecay)
    implements Optimizer {
  /** Checks the settings. */
  public Sgd {
    Settings.learningRate(learningRate);
    Settings.decay("Momentum", momentum);
    Settings.decay("Dampening", dampening);
    Settings.weightDecay(weightDecay);
    if (isNesterov && (momentum == 0 || dampening != 0)) {
      throw new IllegalArgumentException(
          "Nesterov's form needs momentum and no dampening, received momentum %s and dampening %s; call momentum(0.9) before nesterov()"
              .formatted(momentum, dampening));
    }
  }

  /**
   * Plain descent.
   *
   * @param rate the learning rate, 0 or more
   */
  public static Sgd withRate(double rate) {
    return new Sgd(rate, 0, 0, false, 0);
  }

  /** With momentum, the share of the velocity that is kept, in {@code [0, 1)}. */
  public Sgd momentum(double share) {
    return new Sgd(learningRate, share, dampening, isNesterov, weightDecay);
  }

  /** With a share of each gradient kept out of the velocity, in {@code [0, 1)}. */
  public Sgd dampening(double share) {
    return new Sgd(learningRate, momentum, share, isNesterov, weightDecay);
  }

  /**
   * With Nesterov's form of momentum.
   *
   * @throws IllegalArgumentException without momentum, or with dampening
   */
  public Sgd nesterov() {
    return new Sgd(learningRate, momentum, dampening, true, weightDecay);
  }

  /** With an L2 penalty, added to the gradient, 0 or more. */
  public Sgd weightDecay(double decay) {
    return new Sgd(learningRate, momentum, dampening, isNesterov, decay);
  }

  @Override
  public String name() {
    return "sgd";
  }

  @Override
  public Map<String, Double> settings() {
    return Map.of(
        "learning_rate", learningRate,
        "momentum", momentum,
        "dampening", dampening,
        "nesterov", isNesterov ? 1.0 : 0.0,
        "weight_decay", weightDecay);
  }

  /** {@code momentum_buffer} if there is momentum. */
  @Override
  public List<String> slots() {
    return momentum == 0 ? List.of() : List.of(Slots.VELOCITY);
  }

  @Override
  public void step(Gradients gradients) {
    KernelStep.make(
        gradients,
        slots(),
        WeightDecay.l2(weightDecay),
        (rate, step) ->
            momentum == 0
                ? new StepRule.Descent(rate)
                : new StepRule.Momentum(rate, momentum, step == 1 ? 1 : 1 - dampening, isNesterov));
  }
}
