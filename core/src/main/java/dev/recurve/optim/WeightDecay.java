package dev.recurve.optim;

/**
 * How an optimiser draws weights towards 0.
 *
 * @param share 0 or more
 * @param isDecoupled whether weights lose the share, times the learning rate, before the step
 *     (Loshchilov and Hutter 2019), or the gradient gets it, times the weight
 */
record WeightDecay(double share, boolean isDecoupled) {
  WeightDecay {
    Settings.notNegative("Weight decay", share);
  }

  static WeightDecay l2(double share) {
    return new WeightDecay(share, false);
  }

  static WeightDecay decoupled(double share) {
    return new WeightDecay(share, true);
  }

  /** Another share, in the same way. */
  WeightDecay with(double other) {
    return new WeightDecay(other, isDecoupled);
  }

  double l2() {
    return isDecoupled ? 0 : share;
  }

  double decoupled() {
    return isDecoupled ? share : 0;
  }
}
