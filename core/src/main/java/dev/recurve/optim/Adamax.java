package dev.recurve.optim;

import dev.recurve.spi.StepRule;
import java.util.List;

/**
 * Adamax (Kingma and Ba 2015, section 7.1), {@link Adam} by the infinity norm: {@code m = β1·m +
 * (1-β1)·g; u = max(β2·u, |g| + ε); w -= rate/(1-β1ᵗ)·m/u}.
 */
public final class Adamax {
  private static final List<String> SLOTS = List.of(Slots.MEAN, "exp_inf");

  private Adamax() {}

  /**
   * With betas 0.9 and 0.999, epsilon 1e-8 and no weight decay. Its slots are {@code exp_avg} and
   * {@code exp_inf}.
   *
   * @param rate the learning rate, 0 or more; 0.002 is usual
   */
  public static Adam withRate(double rate) {
    return Adam.of(new Form(), rate, WeightDecay.l2(0));
  }

  private record Form() implements AdamForm {
    @Override
    public String name() {
      return "adamax";
    }

    @Override
    public List<String> slots() {
      return SLOTS;
    }

    @Override
    public StepRule rule(Adam adam, double rate, long step) {
      double corrected = rate / AdamForm.correction(adam.beta1(), step);
      return new StepRule.InfinityNorm(1 - adam.beta1(), adam.beta2(), corrected, adam.epsilon());
    }
  }
}
