package dev.recurve.optim;

/**
 * {@link Adam} with decoupled weight decay (Loshchilov and Hutter 2019): the weights shrink by
 * {@code 1 - rate·decay} before each step, and the moments see the plain gradient.
 */
public final class AdamW {
  private AdamW() {}

  /**
   * With betas 0.9 and 0.999, epsilon 1e-8 and weight decay 0.01; each can be changed as {@link
   * Adam}'s.
   *
   * @param rate the learning rate, 0 or more
   */
  public static Adam withRate(double rate) {
    return new Adam(rate, 0.9, 0.999, 1e-8, 0.01, true, false);
  }
}
