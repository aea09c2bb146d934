package dev.recurve.simd;

import dev.recurve.spi.AdamRule;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Scalar;
import dev.recurve.spi.SgdRule;
import java.util.Arrays;

/** Optimiser steps, one pass over the weights each. */
final class Optimizers {
  private static final int WEIGHT = 8;

  private final Loops loops;
  private final Split split;

  Optimizers(Loops loops, Split split) {
    this.loops = loops;
    this.split = split;
  }

  private static boolean isZero(Mat ok) {
    return SimdBuffer.floats(ok)[SimdBuffer.start(ok)] == 0;
  }

  void sgdStep(
      SgdRule rule,
      double rate,
      boolean first,
      Scalar gradScale,
      Mat ok,
      Mat weights,
      Mat gradient,
      Mat velocity) {
    int n = weights.cols();
    boolean hasVelocity = rule.momentum() != 0;
    if (hasVelocity && first && n > 0) {
      // What stands there has no meaning yet; this stays should the step be skipped.
      int v0 = SimdBuffer.start(velocity);
      Arrays.fill(SimdBuffer.floats(velocity), v0, v0 + n, 0);
    }
    if (n == 0 || isZero(ok)) {
      return;
    }
    float[] w = SimdBuffer.floats(weights);
    float[] g = SimdBuffer.floats(gradient);
    int w0 = SimdBuffer.start(weights);
    int g0 = SimdBuffer.start(gradient);
    float scale = Elementwise.value(gradScale);
    float decay = (float) rule.weightDecay();
    float step = (float) rate;
    if (!hasVelocity) {
      split.stretches(
          1,
          n,
          WEIGHT,
          (_, i, count) -> loops.sgd(g, g0 + i, w, w0 + i, scale, decay, step, count));
      return;
    }
    float[] v = SimdBuffer.floats(velocity);
    int v0 = SimdBuffer.start(velocity);
    float momentum = (float) rule.momentum();
    float share = first ? 1 : (float) (1 - rule.dampening());
    float own = rule.nesterov() ? 1 : 0;
    float carried = rule.nesterov() ? momentum : 1;
    split.stretches(
        1,
        n,
        WEIGHT,
        (_, i, count) ->
            loops.sgdMomentum(
                g, g0 + i, v, v0 + i, w, w0 + i, scale, decay, momentum, share, own, carried, step,
                count));
  }

  void adamStep(
      AdamRule rule,
      double rate,
      long step,
      Scalar gradScale,
      Mat ok,
      Mat weights,
      Mat gradient,
      Mat mean,
      Mat square) {
    int n = weights.cols();
    if (n == 0 || isZero(ok)) {
      return;
    }
    float[] w = SimdBuffer.floats(weights);
    float[] g = SimdBuffer.floats(gradient);
    float[] m = SimdBuffer.floats(mean);
    float[] v = SimdBuffer.floats(square);
    int w0 = SimdBuffer.start(weights);
    int g0 = SimdBuffer.start(gradient);
    int m0 = SimdBuffer.start(mean);
    int v0 = SimdBuffer.start(square);
    float scale = Elementwise.value(gradScale);
    float decay = rule.decoupled() ? 0 : (float) rule.weightDecay();
    float rest1 = (float) (1 - rule.beta1());
    float rest2 = (float) (1 - rule.beta2());
    float root = (float) (1 / Math.sqrt(1 - StrictMath.pow(rule.beta2(), step)));
    float epsilon = (float) rule.epsilon();
    float shrink = rule.decoupled() ? (float) (rate * rule.weightDecay()) : 0;
    float corrected = (float) (rate / (1 - StrictMath.pow(rule.beta1(), step)));
    split.stretches(
        1,
        n,
        WEIGHT,
        (_, i, count) ->
            loops.adam(
                g, g0 + i, m, m0 + i, v, v0 + i, w, w0 + i, scale, decay, rest1, rest2, root,
                epsilon, shrink, corrected, count));
  }
}
