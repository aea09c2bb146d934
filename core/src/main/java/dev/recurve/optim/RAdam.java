package dev.recurve.optim;

import dev.recurve.spi.StepRule;

/**
 * RAdam (Liu et al. 2020), {@link Adam} whose first steps do not trust the second moment: {@code w
 * -= rate·r·m̂/√v̂}, with {@code r² = ((ρ-4)(ρ-2)ρ∞)/((ρ∞-4)(ρ∞-2)ρ)}, {@code ρ∞ = 2/(1-β2) - 1}
 * and {@code ρ = ρ∞ - 2t·β2ᵗ/(1-β2ᵗ)}; while ρ is at most 5, {@code w -= rate·m̂}. As in PyTorch, ε
 * is added to √v before its correction.
 */
public final class RAdam {
  /** Up to this ρ the variance of the second moment is not tractable. */
  private static final double TRACTABLE = 5;

  private RAdam() {}

  /**
   * With betas 0.9 and 0.999, epsilon 1e-8 and no weight decay.
   *
   * @param rate the learning rate, 0 or more; 0.001 is usual
   */
  public static Adam withRate(double rate) {
    return Adam.of(new Form(), rate, WeightDecay.l2(0));
  }

  private record Form() implements AdamForm {
    @Override
    public String name() {
      return "radam";
    }

    @Override
    public StepRule rule(Adam adam, double rate, long step) {
      double newM = 1 - adam.beta1();
      double newV = 1 - adam.beta2();
      double corrected = rate / AdamForm.correction(adam.beta1(), step);
      double left = AdamForm.correction(adam.beta2(), step);
      double most = 2 / newV - 1;
      double rho = most - 2 * step * (1 - left) / left;
      if (rho <= TRACTABLE) {
        return new StepRule.Moments(newM, newV, 0, corrected, 0, 1, false);
      }
      double squared = (rho - 4) * (rho - 2) * most / ((most - 4) * (most - 2) * rho);
      double mean = corrected * Math.sqrt(squared * left);
      return new StepRule.Moments(newM, newV, 0, mean, 1, adam.epsilon(), false);
    }
  }
}
