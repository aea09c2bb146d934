package dev.recurve.params;

import dev.recurve.Parameter;
import dev.recurve.Shape;
import dev.recurve.autodiff.DeviceTensor;

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

  @Override
  public DeviceTensor value() {
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
