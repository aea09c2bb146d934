package dev.recurve.loss;

import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Tensors;

/**
 * The losses that come with Recurve. Each is a mean over all that counts, so that its size does not
 * depend on the batch's.
 */
public final class Losses {
  private Losses() {}

  /** Mean squared error, {@code (p - y)²}. */
  public static ElementLoss mse() {
    return ElementLoss.of("mse", (prediction, target) -> prediction.sub(target).square());
  }

  /** Mean absolute error, {@code |p - y|}; gradient 0 where they are equal. */
  public static ElementLoss mae() {
    return ElementLoss.of("mae", (prediction, target) -> prediction.sub(target).abs());
  }

  /**
   * Huber's loss (Huber 1964), squared near the target and linear far from it: {@code d²/2} where
   * {@code |d| ≤ δ}, else {@code δ·(|d| - δ/2)}, with {@code d = p - y}.
   *
   * @param delta δ, greater than 0
   */
  public static ElementLoss huber(double delta) {
    if (!(delta > 0 && Double.isFinite(delta))) {
      throw new IllegalArgumentException("Huber's delta is greater than 0, received " + delta);
    }
    return ElementLoss.of(
        "huber",
        (prediction, target) -> {
          var distance = prediction.sub(target).abs();
          var device = DeviceTensor.of(distance).device();
          var near = distance.min(Tensors.filled(device, Shape.scalar(), delta));
          return near.square().mul(0.5).add(distance.sub(near).mul(delta));
        });
  }

  /** Cross-entropy of logits {@code [B, C]} against integer targets {@code [B]}. */
  public static CrossEntropy crossEntropy() {
    return CrossEntropy.plain();
  }

  /**
   * Cross-entropy of one logit for each yes-or-no question against targets in 0…1: {@code -y·ln
   * σ(x) - (1-y)·ln(1-σ(x))}.
   */
  public static ElementLoss binaryCrossEntropy() {
    return ElementLoss.of("binary-cross-entropy", Losses::binaryCrossEntropy);
  }

  /**
   * {@code -ln σ(x) = softplus(-x)} and {@code -ln(1-σ(x)) = softplus(x)}: no overflow, and unlike
   * {@code softplus(x) - x·y} no difference of large numbers where the prediction is good.
   */
  private static Tensor binaryCrossEntropy(Tensor logits, Tensor targets) {
    var ifTrue = logits.neg().softplus();
    var ifFalse = logits.softplus();
    return targets.mul(ifTrue).add(targets.oneMinus().mul(ifFalse));
  }
}
