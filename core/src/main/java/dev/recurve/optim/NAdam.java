package dev.recurve.optim;

import dev.recurve.spi.StepRule;
import java.util.Map;

/**
 * NAdam (Dozat 2016), {@link Adam} with Nesterov's momentum: {@code w -= rate·((1-μₜ)/(1-Πμ)·g +
 * μₜ₊₁/(1-Πμ·μₜ₊₁)·m)/(√v̂ + ε)}, where {@code μₜ = β1·(1 - 0.96^(t·ψ)/2)}, and Πμ is the product
 * of all μ so far. The momentum decay ψ says how fast μ rises from half of β1 to β1.
 */
public final class NAdam {
  private static final double USUAL_DECAY = 0.004;

  private NAdam() {}

  /**
   * With betas 0.9 and 0.999, epsilon 1e-8, momentum decay 0.004 and no weight decay.
   *
   * @param rate the learning rate, 0 or more; 0.002 is usual
   */
  public static Adam withRate(double rate) {
    return withRate(rate, USUAL_DECAY);
  }

  /**
   * The same with another momentum decay, 0 or more.
   *
   * @param rate the learning rate, 0 or more
   */
  public static Adam withRate(double rate, double momentumDecay) {
    return Adam.of(new Form(momentumDecay, false), rate, WeightDecay.l2(0));
  }

  /**
   * As PyTorch computed it before version 2.0, with {@code Πμ·μₜ·μₜ₊₁} in place of {@code Πμ·μₜ₊₁}:
   * to go on with or repeat a run made there. After some dozen steps it makes no difference.
   *
   * @param rate the learning rate, 0 or more
   */
  public static Adam likePyTorch1(double rate) {
    return Adam.of(new Form(USUAL_DECAY, true), rate, WeightDecay.l2(0));
  }

  /**
   * NAdam's own numbers.
   *
   * @param likePyTorch1 whether the last μ counts twice
   */
  private record Form(double momentumDecay, boolean likePyTorch1) implements AdamForm {
    private static final double BASE = 0.96;

    /** Below this, a product taken from 1 leaves 1. */
    private static final double NOTHING = 0x1p-54;

    Form {
      Settings.notNegative("Momentum decay", momentumDecay);
    }

    @Override
    public String name() {
      return "nadam";
    }

    @Override
    public Map<String, Double> settings() {
      return Map.of("momentum_decay", momentumDecay, "like_pytorch_1", likePyTorch1 ? 1.0 : 0.0);
    }

    @Override
    public StepRule rule(Adam adam, double rate, long step) {
      double mu = mu(adam, step);
      double next = mu(adam, step + 1);
      double product = product(adam, step);
      double withNext = product * next * (likePyTorch1 ? mu : 1);
      return new StepRule.Moments(
          1 - adam.beta1(),
          1 - adam.beta2(),
          rate * (1 - mu) / (1 - product),
          rate * next / (1 - withNext),
          AdamForm.root(adam, step),
          adam.epsilon(),
          false);
    }

    private double mu(Adam adam, long step) {
      return adam.beta1() * (1 - 0.5 * StrictMath.pow(BASE, step * momentumDecay));
    }

    /** Of μ at steps 1…t; no factor is above β1, so it soon makes no difference. */
    private double product(Adam adam, long step) {
      double product = 1;
      for (long t = 1; t <= step && product > NOTHING; t++) {
        product *= mu(adam, t);
      }
      return product;
    }
  }
}
