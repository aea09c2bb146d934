package dev.recurve.optim;

import dev.recurve.Gradients;
import dev.recurve.Optimizer;
import dev.recurve.spi.SgdRule;
import java.util.List;
import java.util.Map;

/**
 * Stochastic gradient descent, with momentum and Nesterov's form (Sutskever et al. 2013) if wished:
 * {@code g += decay·w; v = momentum·v + (1-dampening)·g; w -= rate·v}, or {@code w -= rate·(g +
 * momentum·v)} with Nesterov. The first velocity is the plain gradient. Immutable; each method
 * gives a new optimiser.
 */
public final class Sgd implements Optimizer {
  private static final String VELOCITY = "momentum_buffer";

  private final double rate;
  private final SgdRule rule;

  private Sgd(double rate, SgdRule rule) {
    this.rate = rate;
    this.rule = rule;
  }

  /**
   * Plain descent.
   *
   * @param rate the learning rate, 0 or more
   */
  public static Sgd withRate(double rate) {
    return new Sgd(Settings.notNegative("A learning rate", rate), new SgdRule(0, 0, false, 0));
  }

  /**
   * With momentum.
   *
   * @param momentum share of the velocity that is kept, in {@code [0, 1)}
   */
  public Sgd momentum(double momentum) {
    Settings.decay("Momentum", momentum);
    return with(new SgdRule(momentum, rule.dampening(), rule.nesterov(), rule.weightDecay()));
  }

  /**
   * With a share of each gradient kept out of the velocity.
   *
   * @param dampening in {@code [0, 1)}
   */
  public Sgd dampening(double dampening) {
    Settings.decay("Dampening", dampening);
    return with(new SgdRule(rule.momentum(), dampening, rule.nesterov(), rule.weightDecay()));
  }

  /**
   * With Nesterov's form of momentum.
   *
   * @throws IllegalArgumentException without momentum, or with dampening
   */
  public Sgd nesterov() {
    return with(new SgdRule(rule.momentum(), rule.dampening(), true, rule.weightDecay()));
  }

  /**
   * With an L2 penalty, added to the gradient.
   *
   * @param decay 0 or more
   */
  public Sgd weightDecay(double decay) {
    Settings.notNegative("Weight decay", decay);
    return with(new SgdRule(rule.momentum(), rule.dampening(), rule.nesterov(), decay));
  }

  private Sgd with(SgdRule changed) {
    if (changed.nesterov() && (changed.momentum() == 0 || changed.dampening() != 0)) {
      throw new IllegalArgumentException(
          "Nesterov's form needs momentum and no dampening, received momentum %s and dampening %s; call momentum(0.9) before nesterov()"
              .formatted(changed.momentum(), changed.dampening()));
    }
    return new Sgd(rate, changed);
  }

  @Override
  public String name() {
    return "sgd";
  }

  @Override
  public double learningRate() {
    return rate;
  }

  @Override
  public Map<String, Double> settings() {
    return Map.of(
        "learning_rate", rate,
        "momentum", rule.momentum(),
        "dampening", rule.dampening(),
        "nesterov", rule.nesterov() ? 1.0 : 0.0,
        "weight_decay", rule.weightDecay());
  }

  /** {@code momentum_buffer} if there is momentum. */
  @Override
  public List<String> slots() {
    return rule.momentum() == 0 ? List.of() : List.of(VELOCITY);
  }

  @Override
  public void step(Gradients gradients) {
    for (var block : gradients.blocks()) {
      UpdateBlock.of(block).sgd(rule, gradients.step() == 1, VELOCITY);
    }
  }

  @Override
  public String toString() {
    return "sgd " + settings();
  }
}
