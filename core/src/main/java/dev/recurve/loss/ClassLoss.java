package dev.recurve.loss;

import dev.recurve.DataException;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import dev.recurve.Tokens;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.spi.DType;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/**
 * A loss against right classes, integers in 0…C-1; its items are the targets. Predictions are
 * {@code [B, C]} with targets {@code [B]}, or have more axes before the last.
 *
 * <p>Targets come from the host, so the place to check them is where a batch is built, with {@link
 * #requireTargets}. Losses check them too where reading them costs next to nothing, on backends
 * that compute in the host's own memory; elsewhere reading them would make the host wait for the
 * device at every step.
 */
public abstract class ClassLoss extends ItemLoss<Tensor, Tensor> {
  private final String name;
  private final OptionalInt ignored;

  ClassLoss(String name, OptionalInt ignored) {
    this.name = name;
    this.ignored = ignored;
  }

  /** How many classes there are for such a prediction; the last axis unless said otherwise. */
  int classes(Tensor prediction) {
    return prediction.shape().cols();
  }

  /** Checks that predictions of this shape fit the settings. */
  abstract void requireSettings(Tensor prediction);

  /** Compares {@code [rows…, C]} with {@code [rows…]}, which are known to fit. */
  abstract Items compare(Tensor prediction, Tensor targets, Shape perRow, Grid grid);

  /** How much a target counts that is not ignored. */
  double count(int target) {
    return 1;
  }

  /** Whether all targets that are not ignored count 1. */
  boolean countsEqually() {
    return true;
  }

  /** The same over all steps of sequences that are not padding; targets are token ids. */
  public final ItemLoss<Sequence, Tokens> overSteps() {
    return new ClassesOverSteps(this);
  }

  @Override
  public final String name() {
    return name;
  }

  /** The target whose items count nothing. */
  final OptionalInt ignored() {
    return ignored;
  }

  /**
   * Checks targets on the host.
   *
   * @param classes number of classes, C
   * @param targets those that count: not padding
   * @throws DataException if one is neither a class nor ignored, naming its index and value, or if
   *     all are ignored
   */
  public final void requireTargets(int classes, int... targets) {
    require(classes, targets, i -> "index " + i);
  }

  private void require(int classes, int[] targets, IntFunction<String> place) {
    ClassTargets.require(name, classes, ignored, targets, place);
  }

  @Override
  final Items items(Tensor prediction, Tensor targets) {
    return items(prediction, targets, i -> "index " + i);
  }

  /** Places name targets in messages. */
  final Items items(Tensor prediction, Tensor targets, IntFunction<String> place) {
    check(prediction, targets, place);
    return compare(prediction, targets, perRow(targets), grid(prediction, targets));
  }

  @Override
  public final Tensor mean(Tensor prediction, Tensor targets) {
    return mean(prediction, targets, i -> "index " + i);
  }

  /** The mean; places name targets in messages. */
  Tensor mean(Tensor prediction, Tensor targets, IntFunction<String> place) {
    return items(prediction, targets, place).reduced(Reduction.MEAN);
  }

  /** Checks that prediction and targets fit, and the targets' values where that is cheap. */
  final void check(Tensor prediction, Tensor targets, IntFunction<String> place) {
    var shape = prediction.shape();
    if (shape.rank() < 1
        || targets.type() != DType.I32
        || !shape.without(-1).equals(targets.shape())) {
      throw new ShapeException(
          "%s expects logits [batch, classes] and integer targets [batch], received logits %s and %s targets %s"
              .formatted(
                  name,
                  Axes.named(shape, "batch", "classes"),
                  targets.type(),
                  Axes.named(targets.shape(), "batch")));
    }
    requireSettings(prediction);
    if (targets.shape().size() == 0) {
      throw new DataException(name + " has nothing to compare: there are no targets");
    }
    if (DeviceTensor.of(targets).device().backend().isGarbageCollected()) {
      require(classes(prediction), targets.toInts(), place);
    }
  }

  @Override
  final Grid grid(Tensor prediction, Tensor targets) {
    return Grid.ofExamples(targets.shape().rank() == 0 ? 1 : targets.shape().dim(0));
  }

  /** Waits for the device if classes are weighted or a target is ignored. */
  @Override
  final double[] counts(Tensor prediction, Tensor targets) {
    double[] counts = new double[grid(prediction, targets).rows()];
    int each = Math.toIntExact(targets.shape().size() / counts.length);
    if (ignored.isEmpty() && countsEqually()) {
      Arrays.fill(counts, each);
      return counts;
    }
    int[] known = targets.toInts();
    for (int i = 0; i < known.length; i++) {
      boolean counting = ignored.isEmpty() || known[i] != ignored.getAsInt();
      counts[i / each] += counting ? count(known[i]) : 0;
    }
    return counts;
  }

  private static Shape perRow(Tensor targets) {
    var shape = targets.shape();
    return shape.rank() == 0 ? shape : shape.range(1, shape.rank());
  }
}
