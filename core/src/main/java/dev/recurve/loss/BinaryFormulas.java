package dev.recurve.loss;

import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Tensors;
import java.util.Arrays;

/**
 * Losses of one logit for each yes-or-no question. {@code -ln σ(x) = softplus(-x)} and {@code
 * -ln(1-σ(x)) = softplus(x)}: no overflow, and unlike {@code softplus(x) - x·y} no difference of
 * large numbers where the prediction is good.
 */
final class BinaryFormulas {
  private BinaryFormulas() {}

  static ElementLoss crossEntropy() {
    return ElementLoss.of(
        "binary-cross-entropy",
        "",
        Domain.PROBABILITY,
        (logits, targets) -> mix(targets, logits.neg().softplus(), logits.softplus()));
  }

  static ElementLoss crossEntropy(double... yesWeights) {
    double[] weights = yesWeights.clone();
    if (weights.length == 0
        || !Arrays.stream(weights).allMatch(w -> w >= 0 && Double.isFinite(w))) {
      throw new IllegalArgumentException(
          "Weights on a yes are finite and 0 or more, at least one, received "
              + Arrays.toString(yesWeights));
    }
    return ElementLoss.of(
        "binary-cross-entropy",
        "(yes weights %s)".formatted(Arrays.toString(weights)),
        Domain.PROBABILITY,
        (logits, targets) ->
            mix(
                targets,
                logits.neg().softplus().mul(perQuestion(weights, logits)),
                logits.softplus()));
  }

  static ElementLoss focal(double gamma) {
    Modulation.requireGamma(gamma);
    return ElementLoss.of(
        "binary-focal",
        "(gamma %s)".formatted(gamma),
        Domain.PROBABILITY,
        (logits, targets) -> focal(logits, targets, gamma, 1, 1));
  }

  static ElementLoss focal(double gamma, double alpha) {
    Modulation.requireGamma(gamma);
    if (!(alpha >= 0 && alpha <= 1)) {
      throw new IllegalArgumentException("Focal loss's alpha lies in 0…1, received " + alpha);
    }
    return ElementLoss.of(
        "binary-focal",
        "(gamma %s, alpha %s)".formatted(gamma, alpha),
        Domain.PROBABILITY,
        (logits, targets) -> focal(logits, targets, gamma, alpha, 1 - alpha));
  }

  private static Tensor focal(Tensor logits, Tensor targets, double gamma, double yes, double no) {
    return mix(
        targets,
        Modulation.of(gamma, logits.neg().softplus()).mul(yes),
        Modulation.of(gamma, logits.softplus()).mul(no));
  }

  private static Tensor mix(Tensor targets, Tensor ifTrue, Tensor ifFalse) {
    return targets.mul(ifTrue).add(targets.oneMinus().mul(ifFalse));
  }

  private static Tensor perQuestion(double[] weights, Tensor logits) {
    if (weights.length > 1 && weights.length != logits.shape().cols()) {
      throw new ShapeException(
          "binary-cross-entropy has weights for %d questions on the last axis, received logits %s"
              .formatted(weights.length, Axes.named(logits.shape(), "batch", "questions")));
    }
    var shape = weights.length == 1 ? Shape.scalar() : Shape.of(weights.length);
    return Tensors.of(DeviceTensor.of(logits).device(), shape, weights);
  }
}
