package dev.recurve.loss;

import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Tensors;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Hinge loss of scores {@code [B, C]} against integer targets {@code [B]} (Weston and Watkins
 * 1999): {@code 1/C Σ max(0, m - x[y] + x[j])} over the classes j other than y. Every wrong class
 * shall stay below the right one by a margin m. Immutable.
 */
public final class ClassHinge extends ClassLoss {
  private final double margin;
  private final boolean squared;

  private ClassHinge(double margin, boolean squared, OptionalInt ignored) {
    super(squared ? "squared-class-hinge" : "class-hinge", ignored);
    this.margin = margin;
    this.squared = squared;
  }

  /** Not squared, without an ignored target. */
  static ClassHinge of(double margin) {
    if (!(margin > 0 && Double.isFinite(margin))) {
      throw new IllegalArgumentException("A margin is greater than 0, received " + margin);
    }
    return new ClassHinge(margin, false, OptionalInt.empty());
  }

  /** With each class's part squared. */
  public ClassHinge squared() {
    return new ClassHinge(margin, true, ignored());
  }

  /**
   * Lets rows with this target count nothing.
   *
   * @param target for example -100
   */
  public ClassHinge ignoring(int target) {
    return new ClassHinge(margin, squared, OptionalInt.of(target));
  }

  @Override
  public String describe() {
    return "%s(margin %s, ignoring %s)"
        .formatted(name(), margin, ignored().isPresent() ? ignored().getAsInt() : "none");
  }

  @Override
  void requireSettings(Tensor scores) {}

  @Override
  Items compare(Tensor scores, Tensor targets, Shape perRow, Grid grid) {
    int classes = scores.shape().cols();
    double[] places = IntStream.rangeClosed(1, classes).asDoubleStream().toArray();
    var device = DeviceTensor.of(scores).device();
    var column = targets.shape().then(Shape.of(1));
    // Targets as numbers from 1, 0 for the ignored; the row of all numbers less its own is 0 there.
    var target = ClassTargets.valueOf(places, ignored(), targets);
    var apart =
        scores
            .zeros(scores.shape())
            .add(Tensors.of(device, Shape.of(classes), places))
            .sub(target.reshape(column))
            .abs();
    var half = Tensors.filled(device, Shape.scalar(), 0.5);
    var isOther = apart.greater(half);
    var right = scores.mul(isOther.oneMinus()).sum(-1).reshape(column);
    var slack = scores.sub(right).add(margin).relu().mul(isOther);
    var losses = (squared ? slack.square() : slack).sum(-1).mul(1.0 / classes);
    if (ignored().isEmpty()) {
      return Items.equal(losses, perRow, grid);
    }
    var counts = target.greater(half);
    return Items.counted(losses.mul(counts), counts, OptionalDouble.empty(), perRow, grid);
  }
}
