package dev.recurve.params;

import dev.recurve.ModelBuffer;
import dev.recurve.RecurveException;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Scope;
import dev.recurve.spi.UnaryOp;

/**
 * A parameter or buffer of a {@link ParamStore}: its own memory at first, a part of a block once
 * sealed.
 */
final class StoredParameter implements ModelBuffer {
  private final String name;
  private final boolean isTrained;
  private volatile DeviceTensor value;
  private volatile boolean isFrozen;
  private volatile long version;

  StoredParameter(String name, DeviceTensor value, boolean isTrained) {
    this.name = name;
    this.value = value;
    this.isTrained = isTrained;
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

  /** Whether it is a weight, not a buffer. */
  boolean isTrained() {
    return isTrained;
  }

  /** A frozen buffer keeps its value. */
  @Override
  public void set(Tensor replacement) {
    var fresh = DeviceTensor.of(replacement);
    if (!fresh.shape().equals(value.shape())) {
      throw new ShapeException(
          "The buffer %s has shape %s, received a value %s"
              .formatted(name, value.shape(), fresh.shape()));
    }
    if (isFrozen) {
      return;
    }
    var backend = value.device().backend();
    var finite = DeviceTensor.empty(value.device(), value.shape()).mat();
    backend.unary(UnaryOp.IS_FINITE, fresh.mat(), finite);
    backend.select(finite, fresh.mat(), value.mat(), value.mat());
    changed();
  }

  void freeze() {
    isFrozen = true;
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
