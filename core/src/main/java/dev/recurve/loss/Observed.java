package dev.recurve.loss;

import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import dev.recurve.autodiff.Scope;
import dev.recurve.autodiff.Tensors;
import dev.recurve.runtime.Device;

/**
 * Targets of which some are missing.
 *
 * @param values any shape; what stands where the mask is 0 is never looked at
 * @param mask the same shape: 1 where the target was observed, 0 where it is missing
 * @param count how many ones the mask has, known on the host so that nobody waits for it
 */
public record Observed(Tensor values, Tensor mask, long count) {
  /**
   * Checks the shapes.
   *
   * @throws ShapeException if values and mask differ
   */
  public Observed {
    if (!values.shape().equals(mask.shape())) {
      throw new ShapeException(
          "Each target value has its own mask, received values %s and mask %s"
              .formatted(Axes.rows(values.shape()), Axes.rows(mask.shape())));
    }
    if (count < 0 || count > mask.shape().size()) {
      throw new IllegalArgumentException(
          "A mask %s has 0…%d ones, received a count of %d"
              .formatted(mask.shape(), mask.shape().size(), count));
    }
  }

  /** Targets with a mask whose ones are counted here, which waits for the device. */
  public static Observed of(Tensor values, Tensor mask) {
    long count = 0;
    for (double m : mask.toDoubles()) {
      count += m == 0 ? 0 : 1;
    }
    return new Observed(values, mask, count);
  }

  /**
   * Targets in which NaN means missing, on the running step's device or the default one.
   *
   * @throws ShapeException if the number of values is not the shape's size
   */
  public static Observed of(Shape shape, float... values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return of(Scope.device(), shape, wide);
  }

  /**
   * Targets in which NaN means missing, on a device.
   *
   * @throws ShapeException if the number of values is not the shape's size
   */
  public static Observed of(Device device, Shape shape, double[] values) {
    double[] present = values.clone();
    double[] mask = new double[values.length];
    long count = 0;
    for (int i = 0; i < values.length; i++) {
      if (Double.isNaN(values[i])) {
        present[i] = 0;
      } else {
        mask[i] = 1;
        count++;
      }
    }
    return new Observed(Tensors.of(device, shape, present), Tensors.of(device, shape, mask), count);
  }
}
