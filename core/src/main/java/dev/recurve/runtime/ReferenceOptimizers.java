package dev.recurve.runtime;

import dev.recurve.spi.StepCall;
import dev.recurve.spi.StepRule;

/** Optimiser steps, one weight after the other. */
final class ReferenceOptimizers {
  private ReferenceOptimizers() {}

  /** What is subtracted from a weight; gives the slots their new values. */
  private interface Formula {
    double change(double g, double[] slots);
  }

  static void step(StepRule rule, StepCall call) {
    if (ReferenceView.of(call.ok()).at(0, 0) == 0) {
      return;
    }
    var formula = formula(rule);
    double scale = ReferenceElementwise.value(call.gradScale());
    var weights = ReferenceView.of(call.weights());
    var gradients = ReferenceView.of(call.gradient(), call.weights());
    var slots = call.slots().stream().map(s -> ReferenceView.of(s, call.weights())).toList();
    double[] values = new double[slots.size()];
    for (int i = 0; i < weights.cols(); i++) {
      double w = weights.at(0, i);
      for (int s = 0; s < values.length; s++) {
        values[s] = slots.get(s).at(0, i);
      }
      double change = formula.change(scale * gradients.at(0, i) + call.l2() * w, values);
      weights.set(0, i, (1 - call.shrink()) * w - change);
      for (int s = 0; s < values.length; s++) {
        slots.get(s).set(0, i, values[s]);
      }
    }
  }

  private static Formula formula(StepRule rule) {
    return switch (rule) {
      case StepRule.Descent(double rate) -> (g, _) -> rate * g;
      case StepRule.Momentum momentum -> (g, s) -> momentum(momentum, g, s);
      case StepRule.Moments moments -> (g, s) -> moments(moments, g, s);
      case StepRule.InfinityNorm norm -> (g, s) -> infinityNorm(norm, g, s);
      case StepRule.SignOfMean lion -> (g, s) -> signOfMean(lion, g, s);
      case StepRule.SumOfSquares sum -> (g, s) -> sumOfSquares(sum, g, s);
      case StepRule.MeanSquare mean -> (g, s) -> meanSquare(mean, g, s);
      case StepRule.SquaredSteps delta -> (g, s) -> squaredSteps(delta, g, s);
      case StepRule.SignChanges rprop -> (g, s) -> signChanges(rprop, g, s);
    };
  }

  /** A running mean that takes in a share of the new. */
  private static double mean(double so, double share, double next) {
    return (1 - share) * so + share * next;
  }

  private static double momentum(StepRule.Momentum rule, double g, double[] s) {
    s[0] = rule.momentum() * s[0] + rule.share() * g;
    return rule.rate() * (rule.nesterov() ? g + rule.momentum() * s[0] : s[0]);
  }

  private static double moments(StepRule.Moments rule, double g, double[] s) {
    s[0] = mean(s[0], rule.newM(), g);
    s[1] = mean(s[1], rule.newV(), g * g);
    double under = s[1];
    if (rule.largest()) {
      under = s[2] = Math.max(s[2], s[1]);
    }
    double size = rule.root() * Math.sqrt(under) + rule.epsilon();
    return (rule.gradient() * g + rule.mean() * s[0]) / size;
  }

  private static double infinityNorm(StepRule.InfinityNorm rule, double g, double[] s) {
    s[0] = mean(s[0], rule.newM(), g);
    s[1] = Math.max(rule.decay() * s[1], Math.abs(g) + rule.epsilon());
    return rule.rate() * s[0] / s[1];
  }

  private static double signOfMean(StepRule.SignOfMean rule, double g, double[] s) {
    double sign = Math.signum(mean(s[0], rule.look(), g));
    s[0] = mean(s[0], rule.newM(), g);
    return rule.rate() * sign;
  }

  private static double sumOfSquares(StepRule.SumOfSquares rule, double g, double[] s) {
    s[0] += g * g;
    return rule.rate() * g / (Math.sqrt(s[0] + rule.initial()) + rule.epsilon());
  }

  private static double meanSquare(StepRule.MeanSquare rule, double g, double[] s) {
    s[0] = mean(s[0], rule.share(), g * g);
    double under = s[0];
    if (rule.centered()) {
      s[1] = mean(s[1], rule.share(), g);
      under = Math.max(s[0] - s[1] * s[1], 0);
    }
    double direction = g / (Math.sqrt(under) + rule.epsilon());
    if (rule.momentum() != 0) {
      int last = s.length - 1;
      direction = s[last] = rule.momentum() * s[last] + direction;
    }
    return rule.rate() * direction;
  }

  private static double squaredSteps(StepRule.SquaredSteps rule, double g, double[] s) {
    s[0] = mean(s[0], rule.share(), g * g);
    double step = g * Math.sqrt(s[1] + rule.epsilon()) / Math.sqrt(s[0] + rule.epsilon());
    s[1] = mean(s[1], rule.share(), step * step);
    return rule.rate() * step;
  }

  private static double signChanges(StepRule.SignChanges rule, double g, double[] s) {
    double agreement = Math.signum(g) * Math.signum(s[0]);
    double size = s[1] == 0 ? rule.first() : s[1];
    double factor = agreement > 0 ? rule.grow() : agreement < 0 ? rule.shrink() : 1;
    s[0] = agreement < 0 ? 0 : g;
    s[1] = Math.clamp(size * factor, rule.least(), rule.most());
    return s[1] * Math.signum(s[0]);
  }
}
