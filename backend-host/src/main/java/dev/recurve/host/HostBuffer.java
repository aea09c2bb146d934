package dev.recurve.host;

import dev.recurve.spi.Buffer;
import dev.recurve.spi.DType;
import dev.recurve.spi.Mat;

/** Memory on the Java heap. */
public sealed interface HostBuffer extends Buffer {

  /**
   * Single precision.
   *
   * @param first the index of element 0
   */
  record Floats(float[] values, int first) implements HostBuffer {
    static Floats ofSize(int size) {
      int first = size >= Aligned.LARGE ? Aligned.FIRST : 0;
      return new Floats(new float[size + first], first);
    }

    @Override
    public DType type() {
      return DType.F32;
    }

    @Override
    public long size() {
      return values.length - first;
    }
  }

  /** Integers. */
  record Ints(int[] values) implements HostBuffer {
    @Override
    public DType type() {
      return DType.I32;
    }

    @Override
    public long size() {
      return values.length;
    }
  }

  /** Floats, all 0. */
  static Buffer zeros(int size) {
    return Floats.ofSize(size);
  }

  /** The array behind a float window. */
  static float[] floats(Mat mat) {
    if (mat.buffer() instanceof Floats floats) {
      return floats.values;
    }
    throw wrong(mat, DType.F32);
  }

  /** The array behind an integer window. */
  static int[] ints(Mat mat) {
    if (mat.buffer() instanceof Ints ints) {
      return ints.values;
    }
    throw wrong(mat, DType.I32);
  }

  /** The index of a window's first element; arrays hold no more than an int can count. */
  static int start(Mat mat) {
    return (int) mat.offset() + (mat.buffer() instanceof Floats floats ? floats.first : 0);
  }

  private static IllegalArgumentException wrong(Mat mat, DType wanted) {
    return new IllegalArgumentException(
        "Expected %s memory on the Java heap, received %s of %s"
            .formatted(wanted, mat.type(), mat.buffer().getClass().getSimpleName()));
  }
}
