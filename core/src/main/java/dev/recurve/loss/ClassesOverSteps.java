package dev.recurve.loss;

import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import dev.recurve.Tokens;

/** A loss against classes at every step of a sequence; padding is never read, on either side. */
final class ClassesOverSteps extends ItemLoss<Sequence, Tokens> {
  private final ClassLoss loss;

  ClassesOverSteps(ClassLoss loss) {
    this.loss = loss;
  }

  @Override
  public String name() {
    return loss.name();
  }

  @Override
  public String describe() {
    return loss.describe() + " over steps";
  }

  @Override
  Items items(Sequence logits, Tokens targets) {
    requireFit(logits, targets);
    var grid = grid(logits, targets);
    return loss.items(grid.pick(logits.data()), active(grid, targets), grid::place).on(grid);
  }

  /** In one operation where the loss has one. */
  @Override
  public Tensor mean(Sequence logits, Tokens targets) {
    requireFit(logits, targets);
    var grid = grid(logits, targets);
    return loss.mean(grid.pick(logits.data()), active(grid, targets), grid::place);
  }

  @Override
  Grid grid(Sequence logits, Tokens targets) {
    return Grid.ofSteps(logits.steps(), targets.lengths());
  }

  @Override
  double[] counts(Sequence logits, Tokens targets) {
    var grid = grid(logits, targets);
    return loss.counts(logits.data(), active(grid, targets));
  }

  /** The targets of the steps that count, {@code [rows]}. */
  private static Tensor active(Grid grid, Tokens targets) {
    var ids = targets.ids();
    var picked = grid.pick(ids.reshape(Shape.of(ids.shape().dim(0), ids.shape().dim(1), 1)));
    return picked.reshape(Shape.of(picked.shape().dim(0)));
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
    grid(logits, targets).requireAny(name());
  }
}
