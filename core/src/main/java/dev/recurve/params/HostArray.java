package dev.recurve.params;

import dev.recurve.Shape;

/** Values of a tensor in plain memory: what files hold. */
public sealed interface HostArray {
  /** The axes. */
  Shape shape();

  /** A copy of the values. */
  double[] toDoubles();

  /**
   * Single precision.
   *
   * @param values not copied; not to be changed
   */
  record F32(Shape shape, float[] values) implements HostArray {
    /** Checks the size. */
    public F32 {
      requireSize(shape, values.length);
    }

    @Override
    public double[] toDoubles() {
      double[] wide = new double[values.length];
      for (int i = 0; i < wide.length; i++) {
        wide[i] = values[i];
      }
      return wide;
    }
  }

  /**
   * Double precision.
   *
   * @param values not copied; not to be changed
   */
  record F64(Shape shape, double[] values) implements HostArray {
    /** Checks the size. */
    public F64 {
      requireSize(shape, values.length);
    }

    @Override
    public double[] toDoubles() {
      return values.clone();
    }
  }

  private static void requireSize(Shape shape, int values) {
    if (shape.size() != values) {
      throw new IllegalArgumentException(
          "An array %s has %d values, received %d".formatted(shape, shape.size(), values));
    }
  }
}
