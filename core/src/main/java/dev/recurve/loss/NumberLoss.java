package dev.recurve.loss;

import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntFunction;

/** A loss against targets that are numbers, not classes. */
abstract class NumberLoss extends ItemLoss<Tensor, Tensor> {
  private final String name;
  private final String description;
  private final Domain domain;

  NumberLoss(String name, String description, Domain domain) {
    this.name = Objects.requireNonNull(name, "name");
    this.description = description;
    this.domain = domain;
  }

  /** The shape of the items of targets; with or without the first axis. */
  abstract Shape itemsOf(Shape targets);

  /** Whether predictions fit targets; with or without the first axes. */
  abstract boolean fits(Shape prediction, Shape target);

  /** What is said of two that do not fit, after the loss's name. */
  abstract String wish();

  /** Compares tensors that fit. */
  abstract Tensor compare(Tensor prediction, Tensor target);

  /**
   * The loss over all steps that are not padding: the same for each, whatever its sequence.
   * Prediction and target have the same lengths.
   */
  public final ItemLoss<Sequence, Sequence> overSteps() {
    return new NumbersOverSteps(this);
  }

  /**
   * Checks targets on the host, where data is loaded.
   *
   * @param targets those that count: not padding
   * @throws dev.recurve.DataException if the formula makes no sense for one, naming its index and
   *     value
   */
  public final void requireTargets(double... targets) {
    domain.require(name, targets, i -> "index " + i);
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String describe() {
    return description;
  }

  final void requireFit(Shape prediction, Shape target) {
    if (!fits(prediction, target)) {
      throw Axes.misfit(name, wish(), Axes.rows(prediction), Axes.rows(target));
    }
  }

  @Override
  final Items items(Tensor prediction, Tensor target) {
    requireFit(prediction.shape(), target.shape());
    return items(prediction, target, i -> "element " + Axes.index(target.shape(), i));
  }

  /** Compares tensors that fit; places name elements of the target in messages. */
  final Items items(Tensor prediction, Tensor target, IntFunction<String> place) {
    requireAny(itemsOf(target.shape()).size(), Axes.rows(prediction.shape()));
    domain.requireOnHost(name, target, place);
    var losses = compare(prediction, target);
    return Items.equal(losses, perRow(target), grid(prediction, target));
  }

  @Override
  final Grid grid(Tensor prediction, Tensor target) {
    var items = itemsOf(target.shape());
    return Grid.ofExamples(items.rank() == 0 ? 1 : items.dim(0));
  }

  @Override
  final double[] counts(Tensor prediction, Tensor target) {
    double[] counts = new double[grid(prediction, target).rows()];
    Arrays.fill(counts, perRow(target).size());
    return counts;
  }

  /** The number of items. */
  @Override
  public final double weight(Tensor prediction, Tensor target) {
    return itemsOf(target.shape()).size();
  }

  private Shape perRow(Tensor target) {
    var items = itemsOf(target.shape());
    return items.rank() == 0 ? items : items.range(1, items.rank());
  }
}
