package dev.recurve.simd;

import dev.recurve.BackendException;
import dev.recurve.spi.BinaryOp;
import dev.recurve.spi.Buffer;
import dev.recurve.spi.DType;
import dev.recurve.spi.Mat;
import java.util.Arrays;
import java.util.Objects;

/** Allocation, and everything that moves values without computing. */
final class SimdMemory {
  private static final int LARGEST = Integer.MAX_VALUE - 64;

  private final Loops loops;
  private final Split split;

  SimdMemory(Loops loops, Split split) {
    this.loops = loops;
    this.split = split;
  }

  static Buffer allocate(DType type, long size) {
    if (size < 0) {
      throw new IllegalArgumentException("A buffer's size is 0 or more, received " + size);
    }
    if (type == DType.F64) {
      throw new IllegalArgumentException(
          "The simd backend computes with F32 and I32, received F64. For checks in double"
              + " precision open the java backend.");
    }
    if (size > LARGEST) {
      throw new BackendException(
          "The simd backend cannot allocate %d %s elements in one piece: a Java array ends at %d."
                  .formatted(size, type, LARGEST)
              + " Make the batch, the sequences or the vocabulary smaller, or use another"
              + " backend.");
    }
    try {
      return type == DType.I32
          ? new SimdBuffer.Ints(new int[(int) size])
          : SimdBuffer.Floats.ofSize((int) size);
    } catch (OutOfMemoryError e) {
      throw new BackendException(
          "The simd backend could not allocate %d %s elements (%d bytes)"
                  .formatted(size, type, size * type.bytes())
              + " on a heap of at most %d bytes.".formatted(Runtime.getRuntime().maxMemory())
              + " Raise the limit with -Xmx, or make the batch or the model smaller.",
          e);
    }
  }

  /** Where a contiguous window's elements begin; 0 when it has none and may lie anywhere. */
  static int contiguousStart(Mat mat) {
    if (!mat.isContiguous()) {
      throw new IllegalArgumentException(
          "Only a contiguous window can be uploaded or downloaded, received %d × %d, ld %d"
              .formatted(mat.rows(), mat.cols(), mat.ld()));
    }
    return mat.size() == 0 ? 0 : SimdBuffer.start(mat);
  }

  /** The array behind a window, of either type. */
  static Object array(Mat mat) {
    return mat.type() == DType.I32 ? SimdBuffer.ints(mat) : SimdBuffer.floats(mat);
  }

  void fill(Mat y, double value) {
    if (y.size() == 0) {
      return;
    }
    boolean flat = y.isContiguous();
    int start = SimdBuffer.start(y);
    int rows = flat ? 1 : y.rows();
    int cols = flat ? (int) y.size() : y.cols();
    for (int r = 0; r < rows; r++) {
      int from = start + r * y.ld();
      if (y.type() == DType.I32) {
        Arrays.fill(SimdBuffer.ints(y), from, from + cols, (int) value);
      } else {
        Arrays.fill(SimdBuffer.floats(y), from, from + cols, (float) value);
      }
    }
  }

  void copy(Mat x, Mat y) {
    if (!x.sameSize(y)) {
      throw new IllegalArgumentException(
          "Cannot copy %d × %d to %d × %d".formatted(x.rows(), x.cols(), y.rows(), y.cols()));
    }
    if (y.size() == 0) {
      return;
    }
    Object from = array(x);
    Object to = array(y);
    boolean flat = x.isContiguous() && y.isContiguous();
    int x0 = SimdBuffer.start(x);
    int y0 = SimdBuffer.start(y);
    split.stretches(
        flat ? 1 : y.rows(),
        flat ? (int) y.size() : y.cols(),
        1,
        (r, c, n) -> System.arraycopy(from, x0 + r * x.ld() + c, to, y0 + r * y.ld() + c, n));
  }

  void gatherRows(Mat table, Mat ids, Mat y) {
    if (y.size() == 0) {
      return;
    }
    Object from = array(table);
    Object to = array(y);
    int[] id = SimdBuffer.ints(ids);
    int id0 = SimdBuffer.start(ids);
    for (int i = 0; i < y.rows(); i++) {
      int row = id[id0 + i * ids.ld()];
      if (row < 0) {
        fill(y.rows(i, 1), 0);
      } else {
        Objects.checkIndex(row, table.rows());
        System.arraycopy(
            from,
            SimdBuffer.start(table) + row * table.ld(),
            to,
            SimdBuffer.start(y) + i * y.ld(),
            y.cols());
      }
    }
  }

  void scatterAddRows(Mat x, Mat ids, Mat table) {
    if (x.size() == 0) {
      return;
    }
    float[] from = SimdBuffer.floats(x);
    float[] to = SimdBuffer.floats(table);
    int[] id = SimdBuffer.ints(ids);
    int id0 = SimdBuffer.start(ids);
    for (int i = 0; i < x.rows(); i++) {
      int row = id[id0 + i * ids.ld()];
      if (row >= 0) {
        int at = SimdBuffer.start(table) + Objects.checkIndex(row, table.rows()) * table.ld();
        int x0 = SimdBuffer.start(x) + i * x.ld();
        loops.binary(BinaryOp.ADD, to, at, from, x0, to, at, x.cols());
      }
    }
  }
}
