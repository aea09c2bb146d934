package dev.recurve.loss;

import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import dev.recurve.Tokens;

/** Cross-entropy at every step of a sequence; padding is never read, in logits or targets. */
record CrossEntropyOverSteps(CrossEntropy loss) implements Loss<Sequence, Tokens> {

  @Override
  public String name() {
    return loss.name();
  }

  @Override
  public Tensor mean(Sequence logits, Tokens targets) {
    requireFit(logits, targets);
    ActiveSteps.requireAny(name(), targets.lengths());
    int[] numbers = ActiveSteps.numbers(targets.lengths());
    int batch = targets.lengths().batch();
    return loss.mean(
        ActiveSteps.of(logits.data(), logits.lengths()),
        active(targets),
        i -> "time %d, batch %d".formatted(numbers[i] / batch, numbers[i] % batch));
  }

  @Override
  public double weight(Sequence logits, Tokens targets) {
    return loss.weight(logits.data(), active(targets));
  }

  /** The targets of the steps that count, {@code [active]}. */
  private static Tensor active(Tokens targets) {
    var ids = targets.ids();
    var column = ids.reshape(Shape.of(ids.shape().dim(0), ids.shape().dim(1), 1));
    var active = ActiveSteps.of(column, targets.lengths());
    return active.reshape(Shape.of(active.shape().dim(0)));
  }

  private void requireFit(Sequence logits, Tokens targets) {
    var shape = logits.data().shape();
    if (shape.rank() != 3 || logits.batch() != targets.lengths().batch()) {
      throw new ShapeException(
          "%s over steps expects logits [time, batch, classes] and token ids [time, batch], received logits %s and ids %s"
              .formatted(
                  name(),
                  Axes.named(shape, "time", "batch", "classes"),
                  Axes.named(targets.ids().shape(), "time", "batch")));
    }
    if (!logits.lengths().equals(targets.lengths())) {
      throw new ShapeException(
          "%s compares sequences of the same lengths, received logits' lengths %s and targets' lengths %s"
              .formatted(name(), logits.lengths(), targets.lengths()));
    }
  }
}
