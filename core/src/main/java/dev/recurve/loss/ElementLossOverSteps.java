package dev.recurve.loss;

import dev.recurve.Sequence;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;

/** An element-wise loss over the steps of sequences; padding is never read. */
record ElementLossOverSteps(ElementLoss loss) implements Loss<Sequence, Sequence> {

  @Override
  public String name() {
    return loss.name();
  }

  @Override
  public Tensor mean(Sequence prediction, Sequence target) {
    requireFit(prediction, target);
    ActiveSteps.requireAny(name(), target.lengths());
    return loss.mean(
        ActiveSteps.of(prediction.data(), prediction.lengths()),
        ActiveSteps.of(target.data(), target.lengths()));
  }

  @Override
  public double weight(Sequence prediction, Sequence target) {
    return (double) target.lengths().total() * target.features().size();
  }

  private void requireFit(Sequence prediction, Sequence target) {
    if (!prediction.features().equals(target.features()) || prediction.batch() != target.batch()) {
      throw new ShapeException(
          "%s compares sequences with the same batch and features, received prediction %s and target %s"
              .formatted(
                  name(),
                  Axes.sequence(prediction.data().shape()),
                  Axes.sequence(target.data().shape())));
    }
    if (!prediction.lengths().equals(target.lengths())) {
      throw new ShapeException(
          "%s compares sequences of the same lengths, received prediction lengths %s and target lengths %s"
              .formatted(name(), prediction.lengths(), target.lengths()));
    }
  }
}
