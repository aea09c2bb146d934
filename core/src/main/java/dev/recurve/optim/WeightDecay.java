package dev.recurve.optim;

/**
 * How an optimiser draws weights towards 0.
 *
 * @param l2 added to the gradient, times the weight
 * @param decoupled times the learning rate, the share that weights lose before the step (Loshchilov
 *     and Hutter 2019)
 */
record WeightDecay(double l2, double decoupled) {
  static WeightDecay l2(double decay) {
    return new WeightDecay(decay, 0);
  }

  static WeightDecay decoupled(double decay) {
    return new WeightDecay(0, decay);
  }
}
