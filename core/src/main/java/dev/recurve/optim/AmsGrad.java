package dev.recurve.optim;

import dev.recurve.spi.StepRule;
import java.util.List;

/**
 * AMSGrad (Reddi et al. 2018): {@link Adam} with the largest v so far in place of v, so that no
 * weight's step grows again because its gradients have become small.
 */
public final class AmsGrad {
  private static final List<String> SLOTS =
      List.of(Slots.MEAN, Slots.SQUARE, "max_" + Slots.SQUARE);

  private AmsGrad() {}

  /**
   * With betas 0.9 and 0.999, epsilon 1e-8 and no weight decay. Its slots are {@code exp_avg},
   * {@code exp_avg_sq} and {@code max_exp_avg_sq}.
   *
   * @param rate the learning rate, 0 or more; 0.001 is usual
   */
  public static Adam withRate(double rate) {
    return Adam.of(new Form(), rate, WeightDecay.l2(0));
  }

  private record Form() implements AdamForm {
    @Override
    public String name() {
      return "amsgrad";
    }

    @Override
    public List<String> slots() {
      return SLOTS;
    }

    @Override
    public StepRule rule(Adam adam, double rate, long step) {
      return AdamForm.plain(adam, rate, step, true);
    }
  }
}
