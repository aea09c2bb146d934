package dev.recurve.loss;

import dev.recurve.DataException;
import dev.recurve.autodiff.DeviceTensor;

/** A loss with a weight for each example or step: {@code Σ w·loss / Σ w·count}. */
final class WeightedLoss<O, Y> extends ItemLoss<O, Weighted<Y>> {
  private final ItemLoss<O, Y> loss;

  WeightedLoss(ItemLoss<O, Y> loss) {
    this.loss = loss;
  }

  @Override
  public String name() {
    return loss.name();
  }

  @Override
  public String describe() {
    return "weighted " + loss.describe();
  }

  @Override
  Items items(O prediction, Weighted<Y> target) {
    var items = loss.items(prediction, target.target());
    var weights = items.grid().perRow("Weights", target.weights());
    if (DeviceTensor.of(weights).device().backend().isGarbageCollected()) {
      require(items.grid(), weights.toDoubles());
    }
    return items.times(weights);
  }

  @Override
  Grid grid(O prediction, Weighted<Y> target) {
    return loss.grid(prediction, target.target());
  }

  /** Waits for the device. */
  @Override
  double[] counts(O prediction, Weighted<Y> target) {
    double[] counts = loss.counts(prediction, target.target());
    double[] weights = grid(prediction, target).perRow("Weights", target.weights()).toDoubles();
    for (int row = 0; row < counts.length; row++) {
      counts[row] *= weights[row];
    }
    return counts;
  }

  private void require(Grid grid, double[] weights) {
    double sum = 0;
    for (int row = 0; row < weights.length; row++) {
      if (!(weights[row] >= 0 && weights[row] < Double.POSITIVE_INFINITY)) {
        throw new DataException(
            "The weight at %s is %s; weights are finite and 0 or more"
                .formatted(grid.place(row), weights[row]));
      }
      sum += weights[row];
    }
    if (sum == 0) {
      throw new DataException(
          "%s has nothing to compare: all %d weights are 0".formatted(name(), weights.length));
    }
  }
}
