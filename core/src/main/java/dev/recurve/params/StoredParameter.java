package dev.recurve.params;

import dev.recurve.Parameter;
import dev.recurve.RecurveException;
import dev.recurve.Shape;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Scope;

/** A parameter of a {@link ParamStore}: its own memory at first, a part of a block once sealed. */
final class StoredParameter implements Parameter {
  private final String name;
  private volatile DeviceTensor value;
  private volatile long version;

  StoredParameter(String name, DeviceTensor value) {
    this.name = name;
    this.value = value;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Shape shape() {
    return value.shape();
  }

  /**
   * The value.
   *
   * @throws RecurveException in a step of a session, which must not see weights change
   */
  @Override
  public DeviceTensor value() {
    if (Scope.isServing()) {
      throw new RecurveException(
          "The parameter %s may still be trained; a session keeps to weights that do not change: build the layers over params.snapshot() and open it on those"
              .formatted(name));
    }
    return value;
  }

  @Override
  public long version() {
    return version;
  }

  void moveTo(DeviceTensor place) {
    value = place;
    changed();
  }

  void changed() {
    version++;
  }

  @Override
  public String toString() {
    return name + " " + shape();
  }
}
