package dev.recurve.host;

import dev.recurve.BackendException;
import dev.recurve.spi.BinaryOp;
import dev.recurve.spi.Buffer;
import dev.recurve.spi.DType;
import dev.recurve.spi.Mat;
import java.util.Arrays;
import java.util.Objects;

/** Allocation, and everything that moves values without computing. */
public final class HostMemory {
  private static final int LARGEST = Integer.MAX_VALUE - 64;

  private final String id;
  private final Loops loops;
  private final Split split;

  /**
   * Memory of a backend.
   *
   * @param id the backend, for messages
   */
  public HostMemory(String id, Loops loops, Split split) {
    this.id = id;
    this.loops = loops;
    this.split = split;
  }

  /** As {@link dev.recurve.spi.Backend#allocate} says. */
  public Buffer allocate(DType type, long size) {
    if (size < 0) {
      throw new IllegalArgumentException("A buffer's size is 0 or more, received " + size);
    }
    if (type == DType.F64) {
      throw new IllegalArgumentException(
          "The %s backend computes with F32 and I32, received F64.".formatted(id)
              + " For checks in double precision open the java backend.");
    }
    if (size > LARGEST) {
      throw new BackendException(
          "The %s backend cannot allocate %d %s elements in one piece: a Java array ends at %d."
                  .formatted(id, size, type, LARGEST)
              + " Make the batch, the sequences or the vocabulary smaller, or use another"
              + " backend.");
    }
    try {
      return type == DType.I32
          ? new HostBuffer.Ints(new int[(int) size])
          : HostBuffer.Floats.ofSize((int) size);
    } catch (OutOfMemoryError e) {
      throw new BackendException(
          "The %s backend could not allocate %d %s elements (%d bytes)"
                  .formatted(id, size, type, size * type.bytes())
              + " on a heap of at most %d bytes.".formatted(Runtime.getRuntime().maxMemory())
              + " Raise the limit with -Xmx, or make the batch or the model smaller.",
          e);
    }
  }

  /** Where a contiguous window's elements begin; 0 when it has none and may lie anywhere. */
  public static int contiguousStart(Mat mat) {
    if (!mat.isContiguous()) {
      throw new IllegalArgumentException(
          "Only a contiguous window can be uploaded or downloaded, received %d × %d, ld %d"
              .formatted(mat.rows(), mat.cols(), mat.ld()));
    }
    return mat.size() == 0 ? 0 : HostBuffer.start(mat);
  }

  /** The array behind a window, of either type. */
  public static Object array(Mat mat) {
    return mat.type() == DType.I32 ? HostBuffer.ints(mat) : HostBuffer.floats(mat);
  }

  public void fill(Mat y, double value) {
    if (y.size() == 0) {
      return;
    }
    boolean flat = y.isContiguous();
    int start = HostBuffer.start(y);
    int rows = flat ? 1 : y.rows();
    int cols = flat ? (int) y.size() : y.cols();
    for (int r = 0; r < rows; r++) {
      int from = start + r * y.ld();
      if (y.type() == DType.I32) {
        Arrays.fill(HostBuffer.ints(y), from, from + cols, (int) value);
      } else {
        Arrays.fill(HostBuffer.floats(y), from, from + cols, (float) value);
      }
    }
  }

  public void copy(Mat x, Mat y) {
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
    int x0 = HostBuffer.start(x);
    int y0 = HostBuffer.start(y);
    split.stretches(
        flat ? 1 : y.rows(),
        flat ? (int) y.size() : y.cols(),
        1,
        (r, c, n) -> System.arraycopy(from, x0 + r * x.ld() + c, to, y0 + r * y.ld() + c, n));
  }

  public void gatherRows(Mat table, Mat ids, Mat y) {
    if (y.size() == 0) {
      return;
    }
    Object from = array(table);
    Object to = array(y);
    int[] id = HostBuffer.ints(ids);
    int id0 = HostBuffer.start(ids);
    for (int i = 0; i < y.rows(); i++) {
      int row = id[id0 + i * ids.ld()];
      if (row < 0) {
        fill(y.rows(i, 1), 0);
      } else {
        Objects.checkIndex(row, table.rows());
        System.arraycopy(
            from,
            HostBuffer.start(table) + row * table.ld(),
            to,
            HostBuffer.start(y) + i * y.ld(),
            y.cols());
      }
    }
  }

  public void scatterAddRows(Mat x, Mat ids, Mat table) {
    if (x.size() == 0) {
      return;
    }
    float[] from = HostBuffer.floats(x);
    float[] to = HostBuffer.floats(table);
    int[] id = HostBuffer.ints(ids);
    int id0 = HostBuffer.start(ids);
    for (int i = 0; i < x.rows(); i++) {
      int row = id[id0 + i * ids.ld()];
      if (row >= 0) {
        int at = HostBuffer.start(table) + Objects.checkIndex(row, table.rows()) * table.ld();
        int x0 = HostBuffer.start(x) + i * x.ld();
        loops.binary(BinaryOp.ADD, to, at, from, x0, to, at, x.cols());
      }
    }
  }
}
