package dev.recurve.autodiff;

import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import dev.recurve.spi.HostMat;

/**
 * Makes tensors from plain arrays. Inside a step they lie in the step's memory; outside they have
 * memory of their own.
 */
public final class Tensors {
  private Tensors() {}

  /**
   * A tensor of the running step's device, or of the default one.
   *
   * @throws ShapeException if the number of values is not the shape's size
   */
  public static DeviceTensor of(Shape shape, float... values) {
    return of(Scope.device(), shape, values);
  }

  /** A tensor on a device, of its float type. */
  public static DeviceTensor of(Device device, Shape shape, float... values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return of(device, shape, wide);
  }

  /** A tensor on a device; values are rounded to its float type. */
  public static DeviceTensor of(Device device, Shape shape, double[] values) {
    requireSize(shape, values.length);
    var tensor = DeviceTensor.empty(device, shape);
    HostMat.upload(device.backend(), values, tensor.mat());
    return tensor;
  }

  /** A tensor of integers. */
  public static DeviceTensor ofInts(Shape shape, int... values) {
    return ofInts(Scope.device(), shape, values);
  }

  /** A tensor of integers on a device. */
  public static DeviceTensor ofInts(Device device, Shape shape, int... values) {
    requireSize(shape, values.length);
    var tensor = DeviceTensor.empty(device, DType.I32, shape);
    HostMat.upload(device.backend(), values, tensor.mat());
    return tensor;
  }

  /** Every element the same, of the device's float type. */
  public static DeviceTensor filled(Device device, Shape shape, double value) {
    var tensor = DeviceTensor.empty(device, shape);
    device.backend().fill(tensor.mat(), value);
    return tensor;
  }

  /** Zeros of the device's float type. */
  public static DeviceTensor zeros(Device device, Shape shape) {
    return filled(device, shape, 0);
  }

  static void requireSize(Shape shape, int values) {
    if (shape.size() != values) {
      throw new ShapeException(
          "A tensor %s has %d values, received %d".formatted(shape, shape.size(), values));
    }
  }
}
