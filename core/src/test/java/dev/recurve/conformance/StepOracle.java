package dev.recurve.conformance;

import dev.recurve.spi.StepRule;

/** The formulas of {@link StepRule}, once more and one weight at a time. */
final class StepOracle {
  private StepOracle() {}

  /**
   * One step of one weight.
   *
   * @param s the slots, changed
   * @return what is subtracted from the weight
   */
  static double change(StepRule rule, double g, double[] s) {
    return switch (rule) {
      case StepRule.Descent r -> r.rate() * g;
      case StepRule.Momentum r -> {
        s[0] = r.momentum() * s[0] + r.share() * g;
        yield r.nesterov() ? r.rate() * g + r.rate() * r.momentum() * s[0] : r.rate() * s[0];
      }
      case StepRule.Moments r -> {
        s[0] += r.newM() * (g - s[0]);
        s[1] += r.newV() * (g * g - s[1]);
        double v = s[1];
        if (r.largest()) {
          s[2] = Math.max(s[2], s[1]);
          v = s[2];
        }
        yield (r.gradient() * g + r.mean() * s[0]) / (r.root() * Math.sqrt(v) + r.epsilon());
      }
      case StepRule.InfinityNorm r -> {
        s[0] += r.newM() * (g - s[0]);
        s[1] = Math.max(r.decay() * s[1], Math.abs(g) + r.epsilon());
        yield r.rate() * s[0] / s[1];
      }
      case StepRule.SignOfMean r -> {
        double look = s[0] + r.look() * (g - s[0]);
        s[0] += r.newM() * (g - s[0]);
        yield r.rate() * Math.signum(look);
      }
      case StepRule.SumOfSquares r -> {
        s[0] += g * g;
        yield r.rate() * g / (Math.sqrt(s[0] + r.initial()) + r.epsilon());
      }
      case StepRule.MeanSquare r -> meanSquare(r, g, s);
      case StepRule.SquaredSteps r -> {
        s[0] += r.share() * (g * g - s[0]);
        double d = Math.sqrt((s[1] + r.epsilon()) / (s[0] + r.epsilon())) * g;
        s[1] += r.share() * (d * d - s[1]);
        yield r.rate() * d;
      }
      case StepRule.SignChanges r -> signChanges(r, g, s);
    };
  }

  private static double meanSquare(StepRule.MeanSquare r, double g, double[] s) {
    s[0] += r.share() * (g * g - s[0]);
    double variance = s[0];
    int next = 1;
    if (r.centered()) {
      s[next] += r.share() * (g - s[next]);
      variance -= s[next] * s[next];
      next++;
    }
    double d = g / (Math.sqrt(Math.max(variance, 0)) + r.epsilon());
    if (r.momentum() != 0) {
      s[next] = r.momentum() * s[next] + d;
      d = s[next];
    }
    return r.rate() * d;
  }

  private static double signChanges(StepRule.SignChanges r, double g, double[] s) {
    double size = s[1] == 0 ? r.first() : s[1];
    double used = g;
    if (s[0] * g > 0) {
      size *= r.grow();
    } else if (s[0] * g < 0) {
      size *= r.shrink();
      used = 0;
    }
    s[0] = used;
    s[1] = Math.min(Math.max(size, r.least()), r.most());
    return s[1] * Math.signum(used);
  }
}
