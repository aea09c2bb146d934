package dev.recurve.optim;

/**
 * {@link Adam} with decoupled weight decay (Loshchilov and Hutter 2019): the weights shrink by
 * {@code 1 - rate·decay} before each step, and the moments see the plain gradient.
 */
public final class AdamW {
  private AdamW() {}

  /**
   * With betas 0.9 and 0.999, epsilon 1e-8 and weight decay 0.01.
   *
   * @param rate the learning rate, 0 or more; 0.001 is usual
   */
  public static Adam withRate(double rate) {
    return Adam.of(new Adam.Plain("adamw"), rate, WeightDecay.decoupled(0.01));
  }
}
