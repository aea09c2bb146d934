package dev.recurve.loss;

import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Tensors;
import java.util.Arrays;

/** Losses of numbers, element by element. */
final class NumberFormulas {
  private NumberFormulas() {}

  static ElementLoss huber(double delta) {
    requirePositive("Huber's delta", delta);
    return ElementLoss.of(
        "huber", "(delta %s)".formatted(delta), Domain.ANY, (p, y) -> huber(p, y, delta));
  }

  static ElementLoss smoothL1(double beta) {
    requirePositive("Smooth L1's beta", beta);
    return ElementLoss.of(
        "smooth-l1",
        "(beta %s)".formatted(beta),
        Domain.ANY,
        (p, y) -> huber(p, y, beta).mul(1 / beta));
  }

  private static Tensor huber(Tensor prediction, Tensor target, double delta) {
    var distance = prediction.sub(target).abs();
    var near = distance.min(scalar(distance, delta));
    return near.square().mul(0.5).add(distance.sub(near).mul(delta));
  }

  /** {@code ln cosh d = d + softplus(-2d) - ln 2}: no overflow, and no kink at 0. */
  static ElementLoss logCosh() {
    return ElementLoss.of(
        "log-cosh",
        (p, y) -> {
          var d = p.sub(y);
          return d.add(d.mul(-2).softplus()).add(-Math.log(2));
        });
  }

  static ElementLoss mape() {
    return ElementLoss.of("mape", "", Domain.NOT_ZERO, (p, y) -> p.sub(y).div(y).abs().mul(100));
  }

  static ElementLoss mape(double floor) {
    requirePositive("MAPE's floor", floor);
    return ElementLoss.of(
        "mape",
        "(floor %s)".formatted(floor),
        Domain.ANY,
        (p, y) -> p.sub(y).abs().div(y.abs().max(scalar(y, floor))).mul(100));
  }

  static ElementLoss quantile(double... levels) {
    double[] q = levels.clone();
    for (int i = 0; i < q.length; i++) {
      if (!(q[i] > 0 && q[i] < 1 && (i == 0 || q[i] > q[i - 1]))) {
        throw new IllegalArgumentException(
            "Quantile levels lie between 0 and 1 and rise, received " + Arrays.toString(levels));
      }
    }
    if (q.length == 0) {
      throw new IllegalArgumentException("Quantile loss wants at least one level, received none");
    }
    String settings = Arrays.toString(q);
    return q.length == 1
        ? ElementLoss.of("quantile", settings, Domain.ANY, (p, y) -> pinball(y.sub(p), q))
        : ElementLoss.of(
            "quantile",
            settings,
            q.length,
            Domain.ANY,
            (p, y) -> {
              var missed = p.neg().add(y.reshape(y.shape().then(Shape.of(1))));
              return pinball(missed, q).sum(-1).mul(1.0 / q.length);
            });
  }

  /** {@code q·max(d, 0) + (1-q)·max(-d, 0)} with {@code d = y - p}. */
  private static Tensor pinball(Tensor missed, double[] levels) {
    var device = DeviceTensor.of(missed).device();
    var shape = levels.length == 1 ? Shape.scalar() : Shape.of(levels.length);
    var q = Tensors.of(device, shape, levels);
    return missed.relu().mul(q).add(missed.neg().relu().mul(q.oneMinus()));
  }

  private static Tensor scalar(Tensor like, double value) {
    return Tensors.filled(DeviceTensor.of(like).device(), Shape.scalar(), value);
  }

  private static void requirePositive(String what, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(
          "%s is greater than 0, received %s".formatted(what, value));
    }
  }
}
