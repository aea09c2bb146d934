package dev.recurve.loss;

import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import java.util.Objects;
import java.util.function.BinaryOperator;

/**
 * A loss that compares a prediction with its target element by element; its items are the target's
 * elements. The formula is written for plain tensors; the same loss {@linkplain #overSteps() over
 * the steps of sequences} or {@linkplain #observed() over the observed elements} follows from it.
 *
 * <p>Some losses want more than one number for each element of the target, say K quantiles, or the
 * parameters of a distribution. They stand side by side: for targets {@code [B, F]} the prediction
 * is {@code [B, F, K]}, or the same numbers as {@code [B, F·K]}, as a dense layer gives them.
 */
public final class ElementLoss extends NumberLoss {
  private final int numbers;
  private final BinaryOperator<Tensor> formula;

  private ElementLoss(
      String name, String description, int numbers, Domain domain, BinaryOperator<Tensor> formula) {
    super(name, description, domain);
    this.numbers = numbers;
    this.formula = Objects.requireNonNull(formula, "formula");
  }

  /**
   * A loss of the user's own.
   *
   * @param name for histories and reports
   * @param formula gets prediction and target of equal shape, gives each element's loss in that
   *     shape
   */
  public static ElementLoss of(String name, BinaryOperator<Tensor> formula) {
    return new ElementLoss(name, name, 1, Domain.ANY, formula);
  }

  /**
   * A loss of the user's own that wants several numbers for each element of the target.
   *
   * @param name for histories and reports
   * @param numbers how many, K, at least 2
   * @param formula gets a prediction {@code [any…, K]} and a target {@code [any…]}, gives each
   *     element's loss in the target's shape
   */
  public static ElementLoss of(String name, int numbers, BinaryOperator<Tensor> formula) {
    if (numbers < 2) {
      throw new IllegalArgumentException(
          "%s wants 2 or more numbers for each target, received %d".formatted(name, numbers));
    }
    return new ElementLoss(name, name, numbers, Domain.ANY, formula);
  }

  /** One that makes sense for some targets only. */
  static ElementLoss of(
      String name, String settings, Domain domain, BinaryOperator<Tensor> formula) {
    return new ElementLoss(name, name + settings, 1, domain, formula);
  }

  /** One with several numbers for each target that makes sense for some targets only. */
  static ElementLoss of(
      String name, String settings, int numbers, Domain domain, BinaryOperator<Tensor> formula) {
    return new ElementLoss(name, name + settings, numbers, domain, formula);
  }

  /**
   * Each element's own loss.
   *
   * @param prediction the target's shape, or K numbers for each of its elements
   * @param target any shape
   * @return the target's shape
   */
  public Tensor elements(Tensor prediction, Tensor target) {
    requireFit(prediction.shape(), target.shape());
    return compare(prediction, target);
  }

  /** The mean over all elements that were observed. */
  public ItemLoss<Tensor, Observed> observed() {
    return new ObservedLoss(this);
  }

  @Override
  Shape itemsOf(Shape targets) {
    return targets;
  }

  @Override
  boolean fits(Shape prediction, Shape target) {
    return numbers == 1
        ? prediction.equals(target)
        : prediction.equals(spreadOut(target))
            || target.rank() > 0 && prediction.equals(target.with(-1, target.cols() * numbers));
  }

  @Override
  String wish() {
    return numbers == 1
        ? "a prediction with a target of the same shape"
        : "%d numbers for each element, side by side, with a target".formatted(numbers);
  }

  @Override
  Tensor compare(Tensor prediction, Tensor target) {
    var losses = formula.apply(prediction.reshape(spreadOut(target.shape())), target);
    if (!losses.shape().equals(target.shape())) {
      throw new ShapeException(
          "The formula of %s gives each element's loss in the target's shape %s, it gave %s"
              .formatted(name(), target.shape(), losses.shape()));
    }
    return losses;
  }

  /** The prediction with its K numbers, if there are several, on an axis of their own. */
  Shape spreadOut(Shape target) {
    return numbers == 1 ? target : target.then(Shape.of(numbers));
  }
}
