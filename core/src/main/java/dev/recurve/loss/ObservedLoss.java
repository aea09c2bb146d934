package dev.recurve.loss;

import dev.recurve.DataException;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Tensors;
import java.util.Optional;
import java.util.OptionalDouble;

/** An element-wise loss over what was observed; the rest is replaced before it is looked at. */
final class ObservedLoss extends ItemLoss<Tensor, Observed> {
  private final ElementLoss loss;

  ObservedLoss(ElementLoss loss) {
    this.loss = loss;
  }

  @Override
  public String name() {
    return loss.name();
  }

  @Override
  public String describe() {
    return loss.describe() + " over what was observed";
  }

  @Override
  Items items(Tensor prediction, Observed target) {
    var shape = target.values().shape();
    loss.requireFit(prediction.shape(), shape);
    if (target.count() == 0) {
      throw new DataException(
          "%s has nothing to compare: no target of %s was observed"
              .formatted(name(), Axes.rows(shape)));
    }
    // Operands too, not the result alone: a slope of NaN or ∞ times a gradient of 0 would be NaN.
    // Every formula is finite where 0 is predicted and 1 is right.
    var mask = target.mask();
    var wide = prediction.reshape(loss.spreadOut(shape));
    var wideMask = wide.shape().equals(shape) ? mask : mask.reshape(shape.then(Shape.of(1)));
    var seen = wide.where(wideMask, wide.zeros(wide.shape()));
    var ones = Tensors.filled(DeviceTensor.of(mask).device(), shape, 1);
    var items = loss.items(seen, target.values().where(mask, ones));
    var present = Items.equal(mask, items.shape(), items.grid()).losses();
    return new Items(
        items.losses().where(present, present.zeros(present.shape())),
        Optional.of(present),
        OptionalDouble.of(target.count()),
        items.shape(),
        items.grid());
  }

  @Override
  Grid grid(Tensor prediction, Observed target) {
    return loss.grid(prediction, target.values());
  }

  /** Waits for the mask. */
  @Override
  double[] counts(Tensor prediction, Observed target) {
    double[] mask = target.mask().toDoubles();
    double[] counts = new double[grid(prediction, target).rows()];
    for (int i = 0; i < mask.length; i++) {
      counts[i / (mask.length / counts.length)] += mask[i] == 0 ? 0 : 1;
    }
    return counts;
  }

  @Override
  public double weight(Tensor prediction, Observed target) {
    return target.count();
  }
}
