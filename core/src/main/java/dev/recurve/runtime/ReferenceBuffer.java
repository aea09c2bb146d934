package dev.recurve.runtime;

import dev.recurve.spi.Buffer;
import dev.recurve.spi.DType;
import dev.recurve.spi.Mat;

/** Memory of the reference backend: a plain array. */
sealed interface ReferenceBuffer extends Buffer {

  /** The array, for {@link System#arraycopy}. */
  Object array();

  /**
   * Values of either float type. Those of an F32 buffer are rounded whenever they are stored, so
   * that what is read is always a float.
   */
  record Reals(DType type, double[] values) implements ReferenceBuffer {
    @Override
    public Object array() {
      return values;
    }

    @Override
    public long size() {
      return values.length;
    }
  }

  /** 32-bit integers. */
  record Ints(int[] values) implements ReferenceBuffer {
    @Override
    public Object array() {
      return values;
    }

    @Override
    public DType type() {
      return DType.I32;
    }

    @Override
    public long size() {
      return values.length;
    }
  }

  /** The array that a window looks at. */
  static ReferenceBuffer of(Mat mat) {
    if (mat.buffer() instanceof ReferenceBuffer buffer) {
      return buffer;
    }
    throw foreign(mat, "memory of the java backend");
  }

  /** The array that a window of either float type looks at. */
  static Reals reals(Mat mat) {
    if (mat.buffer() instanceof Reals reals) {
      return reals;
    }
    throw foreign(mat, "F32 or F64 memory of the java backend");
  }

  /** The array that an I32 window looks at. */
  static Ints ints(Mat mat) {
    if (mat.buffer() instanceof Ints ints) {
      return ints;
    }
    throw foreign(mat, "I32 memory of the java backend");
  }

  private static IllegalArgumentException foreign(Mat mat, String expected) {
    return new IllegalArgumentException(
        "Expected %s, received %s memory (%s)"
            .formatted(expected, mat.type(), mat.buffer().getClass().getName()));
  }
}
