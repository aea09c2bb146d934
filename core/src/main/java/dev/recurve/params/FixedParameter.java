package dev.recurve.params;

import dev.recurve.Parameter;
import dev.recurve.Shape;
import dev.recurve.autodiff.DeviceTensor;

/** A parameter of a {@link Snapshot}: never changes, takes no gradient. */
record FixedParameter(String name, DeviceTensor value) implements Parameter {
  @Override
  public Shape shape() {
    return value.shape();
  }

  @Override
  public long version() {
    return 0;
  }

  @Override
  public String toString() {
    return name + " " + shape();
  }
}
