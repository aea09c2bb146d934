package dev.recurve.params;

import dev.recurve.ModelBuffer;
import dev.recurve.RecurveException;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;

/** A parameter or buffer of a {@link Snapshot}: never changes, takes no gradient. */
record FixedParameter(String name, DeviceTensor value) implements ModelBuffer {
  @Override
  public Shape shape() {
    return value.shape();
  }

  @Override
  public long version() {
    return 0;
  }

  @Override
  public void set(Tensor replacement) {
    throw new RecurveException(
        "%s belongs to a snapshot, whose values never change; train a model over a ParamStore"
            .formatted(name));
  }

  @Override
  public String toString() {
    return name + " " + shape();
  }
}
