package dev.recurve.host;

import dev.recurve.spi.DType;
import dev.recurve.spi.Mat;
import java.util.Arrays;

/**
 * Reorders axes. Axes of size 1 are left out and axes that stay neighbours are joined, after which
 * most permutations have two or three axes: whole runs are copied where the last axis stays last,
 * and small squares are turned where it does not.
 */
public final class Permutation {
  /** Side of a square: its rows and columns stay in the first-level cache. */
  private static final int SIDE = 32;

  private final int[] sizes;
  private final int[] steps;

  /**
   * A walk over y in order: axis i of y has {@code sizes[i]} elements that lie {@code steps[i]}
   * apart in x.
   */
  private Permutation(int[] sizes, int[] steps) {
    this.sizes = sizes;
    this.steps = steps;
  }

  public static void run(Mat x, int[] shape, int[] order, Mat y) {
    long size = Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact);
    if (size != x.size() || size != y.size()) {
      throw new IllegalArgumentException(
          "Axes %s have %d elements, received %d to be permuted to %d"
              .formatted(Arrays.toString(shape), size, x.size(), y.size()));
    }
    if (size == 0) {
      return;
    }
    int x0 = HostMemory.contiguousStart(x);
    int y0 = HostMemory.contiguousStart(y);
    simplified(shape, order).walk(0, x, x0, y, y0);
  }

  private static Permutation simplified(int[] shape, int[] order) {
    int[] step = new int[shape.length];
    int product = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      step[axis] = product;
      product *= shape[axis];
    }
    int[] sizes = new int[order.length];
    int[] steps = new int[order.length];
    int axes = 0;
    for (int axis : order) {
      if (shape[axis] == 1) {
        continue;
      }
      if (axes > 0 && steps[axes - 1] == shape[axis] * step[axis]) {
        sizes[axes - 1] *= shape[axis];
        steps[axes - 1] = step[axis];
      } else {
        sizes[axes] = shape[axis];
        steps[axes] = step[axis];
        axes++;
      }
    }
    if (axes == 0) {
      return new Permutation(new int[] {1}, new int[] {1});
    }
    return new Permutation(Arrays.copyOf(sizes, axes), Arrays.copyOf(steps, axes));
  }

  /** Everything under an axis, in order; returns the place in y after it. */
  private int walk(int axis, Mat x, int from, Mat y, int to) {
    int left = sizes.length - axis;
    if (left == 1) {
      return run(sizes[axis], steps[axis], x, from, y, to);
    }
    if (left == 2 && steps[axis] == 1) {
      turn(sizes[axis], sizes[axis + 1], steps[axis + 1], x, from, y, to);
      return to + sizes[axis] * sizes[axis + 1];
    }
    int at = to;
    for (int i = 0; i < sizes[axis]; i++) {
      at = walk(axis + 1, x, from + i * steps[axis], y, at);
    }
    return at;
  }

  private static int run(int count, int step, Mat x, int from, Mat y, int to) {
    if (step == 1) {
      System.arraycopy(HostMemory.array(x), from, HostMemory.array(y), to, count);
    } else if (x.type() == DType.I32) {
      int[] source = HostBuffer.ints(x);
      int[] target = HostBuffer.ints(y);
      for (int i = 0; i < count; i++) {
        target[to + i] = source[from + i * step];
      }
    } else {
      float[] source = HostBuffer.floats(x);
      float[] target = HostBuffer.floats(y);
      for (int i = 0; i < count; i++) {
        target[to + i] = source[from + i * step];
      }
    }
    return to + count;
  }

  /** The transpose of a matrix whose rows lie {@code step} apart in x, square by square. */
  private static void turn(int rows, int cols, int step, Mat x, int from, Mat y, int to) {
    for (int r = 0; r < rows; r += SIDE) {
      int rowEnd = Math.min(rows, r + SIDE);
      for (int c = 0; c < cols; c += SIDE) {
        int count = Math.min(SIDE, cols - c);
        for (int row = r; row < rowEnd; row++) {
          run(count, step, x, from + c * step + row, y, to + row * cols + c);
        }
      }
    }
  }
}
