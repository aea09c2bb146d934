package dev.recurve;

import java.util.Arrays;

/**
 * The axes of a tensor, outermost first. Immutable. A scalar has no axes.
 *
 * <p>By convention a sequence is {@code [time, batch, features…]} and a single step {@code [batch,
 * features]}.
 */
public final class Shape {
  private static final Shape SCALAR = new Shape(new int[0]);

  private final int[] dims;

  private Shape(int[] dims) {
    this.dims = dims;
  }

  /**
   * A shape with these axes.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public static Shape of(int... dims) {
    for (int dim : dims) {
      if (dim < 0) {
        throw new IllegalArgumentException("No negative axes: " + Arrays.toString(dims));
      }
    }
    return dims.length == 0 ? SCALAR : new Shape(dims.clone());
  }

  /** The shape of a single value. */
  public static Shape scalar() {
    return SCALAR;
  }

  /** Number of axes. */
  public int rank() {
    return dims.length;
  }

  /**
   * Size of an axis; -1 is the last.
   *
   * @throws ShapeException if there is no such axis
   */
  public int dim(int axis) {
    return dims[axis(axis)];
  }

  /**
   * The axis as a number from 0; -1 is the last.
   *
   * @throws ShapeException if there is no such axis
   */
  public int axis(int axis) {
    int index = axis < 0 ? axis + dims.length : axis;
    if (index < 0 || index >= dims.length) {
      throw new ShapeException(
          "%s has %d axes; there is no axis %d".formatted(this, dims.length, axis));
    }
    return index;
  }

  /** Number of elements: the product of all axes, 1 for a scalar. */
  public long size() {
    long size = 1;
    for (int dim : dims) {
      size *= dim;
    }
    return size;
  }

  /** Size of the last axis, 1 for a scalar: the columns when seen as a matrix. */
  public int cols() {
    return dims.length == 0 ? 1 : dims[dims.length - 1];
  }

  /** Product of all axes but the last, 1 for a scalar: the rows when seen as a matrix. */
  public int rows() {
    int rows = 1;
    for (int i = 0; i < dims.length - 1; i++) {
      rows = Math.multiplyExact(rows, dims[i]);
    }
    return rows;
  }

  /** The same axes with one of another size. */
  public Shape with(int axis, int size) {
    int[] changed = dims.clone();
    changed[axis(axis)] = size;
    return of(changed);
  }

  /** The same axes without one. */
  public Shape without(int axis) {
    int gone = axis(axis);
    int[] fewer = new int[dims.length - 1];
    for (int i = 0; i < fewer.length; i++) {
      fewer[i] = dims[i < gone ? i : i + 1];
    }
    return of(fewer);
  }

  /** Axes {@code from … to-1}. */
  public Shape range(int from, int to) {
    return of(Arrays.copyOfRange(dims, from, to));
  }

  /** These axes followed by the other's. */
  public Shape then(Shape other) {
    int[] joined = Arrays.copyOf(dims, dims.length + other.dims.length);
    System.arraycopy(other.dims, 0, joined, dims.length, other.dims.length);
    return of(joined);
  }

  /** A copy of the axes. */
  public int[] toArray() {
    return dims.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  /** For example {@code [32, 20, 64]}. */
  @Override
  public String toString() {
    return Arrays.toString(dims);
  }
}
