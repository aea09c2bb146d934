package dev.recurve.loss;

import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Tensors;

/** Losses of whole rows. */
final class RowFormulas {
  /** A squared norm below this is taken for it. */
  private static final double LEAST = 1e-16;

  private RowFormulas() {}

  static RowLoss cosine() {
    return RowLoss.of(
        "cosine",
        (p, y) -> {
          var least = Tensors.filled(DeviceTensor.of(p).device(), Shape.scalar(), LEAST);
          var norms =
              p.square().sum(-1).max(least).sqrt().mul(y.square().sum(-1).max(least).sqrt());
          return p.mul(y).sum(-1).div(norms).oneMinus();
        });
  }

  /** {@code 0·ln 0} is 0. */
  static RowLoss klDivergence() {
    return RowLoss.of(
        "kl-divergence",
        Domain.PROBABILITY,
        (logits, y) -> {
          var zero = Tensors.zeros(DeviceTensor.of(y).device(), Shape.scalar());
          Tensor ones = Tensors.filled(DeviceTensor.of(y).device(), y.shape(), 1);
          var logY = y.where(y.greater(zero), ones).log();
          return y.mul(logY.sub(logits.logSoftmax())).sum(-1);
        });
  }
}
