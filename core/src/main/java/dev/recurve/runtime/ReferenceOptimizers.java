package dev.recurve.runtime;

import dev.recurve.spi.AdamRule;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Scalar;
import dev.recurve.spi.SgdRule;

/** Optimiser steps, one weight after the other. */
final class ReferenceOptimizers {
  private ReferenceOptimizers() {}

  static void sgdStep(
      SgdRule rule,
      double rate,
      boolean first,
      Scalar gradScale,
      Mat ok,
      Mat weights,
      Mat gradient,
      Mat velocity) {
    boolean hasVelocity = rule.momentum() != 0;
    if (hasVelocity && first) {
      // What stands there has no meaning yet; this stays should the step be skipped.
      ReferenceMemory.fill(velocity, 0);
    }
    if (isZero(ok)) {
      return;
    }
    double scale = ReferenceElementwise.value(gradScale);
    var weight = ReferenceView.of(weights);
    var gradients = ReferenceView.of(gradient, weights);
    for (int i = 0; i < weights.cols(); i++) {
      double w = weight.at(0, i);
      double g = scale * gradients.at(0, i) + rule.weightDecay() * w;
      if (hasVelocity) {
        var velocities = ReferenceView.of(velocity);
        double v = first ? g : rule.momentum() * velocities.at(0, i) + (1 - rule.dampening()) * g;
        velocities.set(0, i, v);
        g = rule.nesterov() ? g + rule.momentum() * v : v;
      }
      weight.set(0, i, w - rate * g);
    }
  }

  static void adamStep(
      AdamRule rule,
      double rate,
      long step,
      Scalar gradScale,
      Mat ok,
      Mat weights,
      Mat gradient,
      Mat mean,
      Mat square) {
    if (isZero(ok)) {
      return;
    }
    double scale = ReferenceElementwise.value(gradScale);
    double correction1 = 1 - StrictMath.pow(rule.beta1(), step);
    double correction2 = 1 - StrictMath.pow(rule.beta2(), step);
    double l2 = rule.decoupled() ? 0 : rule.weightDecay();
    double shrink = rule.decoupled() ? 1 - rate * rule.weightDecay() : 1;
    var weight = ReferenceView.of(weights);
    var gradients = ReferenceView.of(gradient, weights);
    var means = ReferenceView.of(mean, weights);
    var squares = ReferenceView.of(square, weights);
    for (int i = 0; i < weights.cols(); i++) {
      double w = weight.at(0, i);
      double g = scale * gradients.at(0, i) + l2 * w;
      double m = rule.beta1() * means.at(0, i) + (1 - rule.beta1()) * g;
      double v = rule.beta2() * squares.at(0, i) + (1 - rule.beta2()) * g * g;
      means.set(0, i, m);
      squares.set(0, i, v);
      double direction = m / correction1 / (Math.sqrt(v / correction2) + rule.epsilon());
      weight.set(0, i, shrink * w - rate * direction);
    }
  }

  private static boolean isZero(Mat ok) {
    return ReferenceView.of(ok).at(0, 0) == 0;
  }
}
