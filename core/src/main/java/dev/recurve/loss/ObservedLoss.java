package dev.recurve.loss;

import dev.recurve.DataException;
import dev.recurve.Tensor;

/** An element-wise loss over what was observed; the rest is replaced before it is looked at. */
record ObservedLoss(ElementLoss loss) implements Loss<Tensor, Observed> {

  @Override
  public String name() {
    return loss.name();
  }

  @Override
  public Tensor mean(Tensor prediction, Observed target) {
    Axes.requireEqual(name(), prediction.shape(), target.values().shape());
    if (target.count() == 0) {
      throw new DataException(
          "%s has nothing to compare: no target of %s was observed"
              .formatted(name(), Axes.rows(target.values().shape())));
    }
    // Operands too, not the result alone: a slope of NaN or ∞ times a gradient of 0 would be NaN.
    var zeros = prediction.zeros(prediction.shape());
    var losses =
        loss.elements(
            prediction.where(target.mask(), zeros), target.values().where(target.mask(), zeros));
    return losses.where(target.mask(), zeros).sum().mul(1.0 / target.count());
  }

  @Override
  public double weight(Tensor prediction, Observed target) {
    return target.count();
  }
}
