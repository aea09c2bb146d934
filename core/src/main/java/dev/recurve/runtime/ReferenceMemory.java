package dev.recurve.runtime;

import dev.recurve.BackendException;
import dev.recurve.spi.Buffer;
import dev.recurve.spi.DType;
import dev.recurve.spi.Mat;
import java.util.Arrays;
import java.util.Objects;

/** Allocation, and everything that moves values without computing, whatever their type. */
final class ReferenceMemory {
  private ReferenceMemory() {}

  static Buffer allocate(DType type, long size) {
    if (size < 0) {
      throw new IllegalArgumentException("A buffer's size is 0 or more, received " + size);
    }
    // Both float types are kept as doubles.
    int bytes = type == DType.I32 ? Integer.BYTES : Double.BYTES;
    if (size > Integer.MAX_VALUE - 8) {
      throw new BackendException(
          "The java backend cannot allocate %d %s elements in one piece: a Java array ends at %d."
                  .formatted(size, type, Integer.MAX_VALUE - 8)
              + " Make the batch, the sequences or the vocabulary smaller, or use another"
              + " backend.");
    }
    try {
      return type == DType.I32
          ? new ReferenceBuffer.Ints(new int[(int) size])
          : new ReferenceBuffer.Reals(type, new double[(int) size]);
    } catch (OutOfMemoryError e) {
      throw new BackendException(
          "The java backend could not allocate %d %s elements (%d bytes)"
                  .formatted(size, type, size * bytes)
              + " on a heap of at most %d bytes.".formatted(Runtime.getRuntime().maxMemory())
              + " Raise the limit with -Xmx, or make the batch or the model smaller.",
          e);
    }
  }

  static void fill(Mat y, double value) {
    var buffer = ReferenceBuffer.of(y);
    for (int r = 0; r < filledRows(y); r++) {
      int from = index(y, r);
      int to = from + y.cols();
      switch (buffer) {
        case ReferenceBuffer.Ints ints -> Arrays.fill(ints.values(), from, to, (int) value);
        case ReferenceBuffer.Reals reals ->
            Arrays.fill(
                reals.values(), from, to, reals.type() == DType.F32 ? (float) value : value);
      }
    }
  }

  static void copy(Mat x, Mat y) {
    requireType(x, y.type());
    if (!x.sameSize(y)) {
      throw new IllegalArgumentException(
          "Cannot copy %d × %d to %d × %d".formatted(x.rows(), x.cols(), y.rows(), y.cols()));
    }
    Object from = ReferenceBuffer.of(x).array();
    Object to = ReferenceBuffer.of(y).array();
    for (int r = 0; r < filledRows(y); r++) {
      System.arraycopy(from, index(x, r), to, index(y, r), y.cols());
    }
  }

  static void permute(Mat x, int[] shape, int[] order, Mat y) {
    requireType(x, y.type());
    int[] sources = sources(shape, order);
    if (sources.length != x.size() || sources.length != y.size()) {
      throw new IllegalArgumentException(
          "Axes %s have %d elements, received %d to be permuted to %d"
              .formatted(Arrays.toString(shape), sources.length, x.size(), y.size()));
    }
    Object from = ReferenceBuffer.of(x).array();
    Object to = ReferenceBuffer.of(y).array();
    for (int i = 0; i < sources.length; i++) {
      System.arraycopy(from, index(x, 0) + sources[i], to, index(y, 0) + i, 1);
    }
  }

  /** For each element of a permuted tensor, in order, its place in the source. */
  private static int[] sources(int[] shape, int[] order) {
    int axes = shape.length;
    int[] steps = new int[axes];
    int size = 1;
    for (int axis = axes - 1; axis >= 0; axis--) {
      steps[axis] = size;
      size = Math.multiplyExact(size, shape[axis]);
    }
    int[] sources = new int[size];
    int[] at = new int[axes];
    int source = 0;
    for (int i = 0; i < size; i++) {
      sources[i] = source;
      // Counts up in y's axes like an odometer, moving the place in x along.
      for (int axis = axes - 1; axis >= 0; axis--) {
        int sourceAxis = order[axis];
        source += steps[sourceAxis];
        if (++at[axis] < shape[sourceAxis]) {
          break;
        }
        source -= at[axis] * steps[sourceAxis];
        at[axis] = 0;
      }
    }
    return sources;
  }

  static void gatherRows(Mat table, Mat ids, Mat y) {
    for (int i = 0; i < y.rows(); i++) {
      int id = id(ids, i);
      if (id < 0) {
        fill(y.rows(i, 1), 0);
      } else {
        copy(table.rows(Objects.checkIndex(id, table.rows()), 1), y.rows(i, 1));
      }
    }
  }

  static void scatterAddRows(Mat x, Mat ids, Mat table) {
    var from = ReferenceView.of(x);
    var to = ReferenceView.of(table);
    for (int i = 0; i < x.rows(); i++) {
      int id = id(ids, i);
      if (id < 0) {
        continue;
      }
      Objects.checkIndex(id, table.rows());
      for (int c = 0; c < x.cols(); c++) {
        to.set(id, c, to.at(id, c) + from.at(i, c));
      }
    }
  }

  /** Element i of a column of integers. */
  static int id(Mat ids, int i) {
    return ReferenceBuffer.ints(ids).values()[index(ids, i)];
  }

  /** Where a contiguous window's elements begin; checks its type. */
  static int start(Mat mat, DType type) {
    requireType(mat, type);
    if (!mat.isContiguous()) {
      throw new IllegalArgumentException(
          "Only a contiguous window can be uploaded or downloaded, received %d × %d, ld %d"
              .formatted(mat.rows(), mat.cols(), mat.ld()));
    }
    return mat.size() == 0 ? 0 : index(mat, 0);
  }

  /** Rows that have elements; an empty window may lie anywhere, even outside its buffer. */
  private static int filledRows(Mat mat) {
    return mat.cols() == 0 ? 0 : mat.rows();
  }

  private static int index(Mat mat, int row) {
    return Math.toIntExact(mat.offset() + (long) row * mat.ld());
  }

  private static void requireType(Mat mat, DType type) {
    if (mat.type() != type) {
      throw new IllegalArgumentException("Expected %s, received %s".formatted(type, mat.type()));
    }
  }
}
