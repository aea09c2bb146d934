package dev.recurve.loss;

import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import java.util.Objects;
import java.util.function.BinaryOperator;

/**
 * A loss that compares whole rows, the last axis of prediction and target, such as a distribution
 * or a direction; its items are the rows.
 */
public final class RowLoss extends NumberLoss {
  private final BinaryOperator<Tensor> formula;

  private RowLoss(String name, Domain domain, BinaryOperator<Tensor> formula) {
    super(name, name, domain);
    this.formula = Objects.requireNonNull(formula, "formula");
  }

  /**
   * A loss of the user's own.
   *
   * @param name for histories and reports
   * @param formula gets prediction and target {@code [any…, C]}, gives each row's loss {@code
   *     [any…]}
   */
  public static RowLoss of(String name, BinaryOperator<Tensor> formula) {
    return of(name, Domain.ANY, formula);
  }

  /** One that makes sense for some targets only. */
  static RowLoss of(String name, Domain domain, BinaryOperator<Tensor> formula) {
    return new RowLoss(name, domain, formula);
  }

  @Override
  Shape itemsOf(Shape targets) {
    return targets.without(-1);
  }

  @Override
  boolean fits(Shape prediction, Shape target) {
    return target.rank() > 0 && prediction.equals(target);
  }

  @Override
  String wish() {
    return "the rows of a prediction with those of a target of the same shape";
  }

  @Override
  Tensor compare(Tensor prediction, Tensor target) {
    var losses = formula.apply(prediction, target);
    if (!losses.shape().equals(itemsOf(target.shape()))) {
      throw new ShapeException(
          "The formula of %s gives one loss a row, %s, it gave %s"
              .formatted(name(), itemsOf(target.shape()), losses.shape()));
    }
    return losses;
  }
}
