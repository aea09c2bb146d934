package dev.recurve.loss;

import dev.recurve.DataException;
import dev.recurve.Sequence;
import dev.recurve.Tensor;
import java.util.Objects;
import java.util.function.BinaryOperator;

/**
 * A loss that compares a prediction with its target element by element, and takes the mean over all
 * elements. The formula is written for plain tensors; the same loss {@linkplain #overSteps() over
 * the steps of sequences} or {@linkplain #observed() over the observed elements} follows from it.
 */
public final class ElementLoss implements Loss<Tensor, Tensor> {
  private final String name;
  private final BinaryOperator<Tensor> formula;

  private ElementLoss(String name, BinaryOperator<Tensor> formula) {
    this.name = Objects.requireNonNull(name, "name");
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
    return new ElementLoss(name, formula);
  }

  @Override
  public String name() {
    return name;
  }

  /**
   * Each element's own loss.
   *
   * @param prediction any shape
   * @param target the same shape
   * @return the same shape
   */
  public Tensor elements(Tensor prediction, Tensor target) {
    Axes.requireEqual(name, prediction.shape(), target.shape());
    var losses = formula.apply(prediction, target);
    Axes.requireEqual(name, prediction.shape(), losses.shape());
    return losses;
  }

  @Override
  public Tensor mean(Tensor prediction, Tensor target) {
    Axes.requireEqual(name, prediction.shape(), target.shape());
    if (prediction.shape().size() == 0) {
      throw new DataException(
          "%s has nothing to compare: the prediction is %s"
              .formatted(name, Axes.rows(prediction.shape())));
    }
    return elements(prediction, target).mean();
  }

  /** The number of elements. */
  @Override
  public double weight(Tensor prediction, Tensor target) {
    return target.shape().size();
  }

  /** The mean over all elements of all steps that are not padding. */
  public Loss<Sequence, Sequence> overSteps() {
    return new ElementLossOverSteps(this);
  }

  /** The mean over all elements that were observed. */
  public Loss<Tensor, Observed> observed() {
    return new ObservedLoss(this);
  }

  @Override
  public String toString() {
    return name;
  }
}
