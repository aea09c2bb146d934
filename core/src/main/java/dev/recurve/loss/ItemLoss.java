package dev.recurve.loss;

import dev.recurve.DataException;
import dev.recurve.Tensor;
import java.util.Arrays;

/**
 * A loss that first gives each item of a batch, an element, a row or a label, a number of its own.
 * How those become one number can be chosen: the mean over all items unless said otherwise.
 *
 * @param <O> the prediction
 * @param <Y> the target
 */
public abstract class ItemLoss<O, Y> implements Loss<O, Y> {
  ItemLoss() {}

  /** Checks prediction and target, and compares them. */
  abstract Items items(O prediction, Y target);

  /** Where the rows of a batch come from; prediction and target are known to fit. */
  abstract Grid grid(O prediction, Y target);

  /**
   * How much each row counts, known on the host; waits for the device only where that depends on
   * the targets' values.
   */
  abstract double[] counts(O prediction, Y target);

  /** The loss of examples that count differently. */
  public ItemLoss<O, Weighted<Y>> weighted() {
    return new WeightedLoss<>(this);
  }

  /**
   * The same loss with its items folded in another way.
   *
   * @param how {@link Reduction#MEAN} gives this loss
   */
  public Loss<O, Y> reduced(Reduction how) {
    return how == Reduction.MEAN ? this : new ReducedLoss<>(this, how);
  }

  /**
   * Each item's own loss, multiplied by how much it counts: nothing is folded.
   *
   * @return {@code [B, items…]}, or {@code [T, B, items…]} over the steps of sequences; 0 for what
   *     does not count, padding among it
   */
  public Tensor each(O prediction, Y target) {
    return items(prediction, target).each();
  }

  @Override
  public Tensor mean(O prediction, Y target) {
    return items(prediction, target).reduced(Reduction.MEAN);
  }

  @Override
  public double weight(O prediction, Y target) {
    return Arrays.stream(counts(prediction, target)).sum();
  }

  @Override
  public String toString() {
    return describe();
  }

  /** Checks that there is an item. */
  final void requireAny(long items, String prediction) {
    if (items == 0) {
      throw new DataException(
          "%s has nothing to compare: the prediction is %s".formatted(name(), prediction));
    }
  }
}
