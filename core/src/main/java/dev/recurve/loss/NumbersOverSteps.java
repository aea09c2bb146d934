package dev.recurve.loss;

import dev.recurve.Sequence;
import dev.recurve.ShapeException;
import java.util.Arrays;

/** A loss against numbers over the steps of sequences; padding is never read. */
final class NumbersOverSteps extends ItemLoss<Sequence, Sequence> {
  private final NumberLoss loss;

  NumbersOverSteps(NumberLoss loss) {
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
  Items items(Sequence prediction, Sequence target) {
    requireFit(prediction, target);
    var grid = grid(prediction, target);
    grid.requireAny(name());
    int features = Math.max(1, Math.toIntExact(target.features().size()));
    return loss.items(
            grid.pick(prediction.data()),
            grid.pick(target.data()),
            i -> "%s, feature %d".formatted(grid.place(i / features), i % features))
        .on(grid);
  }

  @Override
  Grid grid(Sequence prediction, Sequence target) {
    return Grid.ofSteps(prediction.steps(), target.lengths());
  }

  @Override
  double[] counts(Sequence prediction, Sequence target) {
    double[] counts = new double[grid(prediction, target).rows()];
    Arrays.fill(counts, loss.itemsOf(target.features()).size());
    return counts;
  }

  @Override
  public double weight(Sequence prediction, Sequence target) {
    return (double) target.lengths().total() * loss.itemsOf(target.features()).size();
  }

  private void requireFit(Sequence prediction, Sequence target) {
    if (prediction.batch() != target.batch()
        || !loss.fits(prediction.features(), target.features())) {
      throw Axes.misfit(
          name(),
          loss.wish(),
          Axes.sequence(prediction.data().shape()),
          Axes.sequence(target.data().shape()));
    }
    if (!prediction.lengths().equals(target.lengths())) {
      throw new ShapeException(
          "%s compares sequences of the same lengths, received prediction lengths %s and target lengths %s"
              .formatted(name(), prediction.lengths(), target.lengths()));
    }
  }
}
