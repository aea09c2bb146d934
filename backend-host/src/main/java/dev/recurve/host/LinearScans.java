package dev.recurve.host;

import dev.recurve.spi.BinaryOp;
import dev.recurve.spi.Mat;
import java.util.Arrays;

/**
 * Linear recurrences. Columns know nothing of each other, so each thread takes some of them through
 * all steps, and nobody waits for anybody between two steps.
 */
public final class LinearScans {
  private static final int LINE = 16;

  private final Loops loops;
  private final Split split;

  /** Scans by a backend's loops. */
  public LinearScans(Loops loops, Split split) {
    this.loops = loops;
    this.split = split;
  }

  /** Where a window's elements lie. */
  private record Window(float[] values, int start, int ld) {
    static Window of(Mat mat) {
      return new Window(HostBuffer.floats(mat), HostBuffer.start(mat), mat.ld());
    }

    /** Some columns of a row. */
    Piece at(int row, int col) {
      return new Piece(values, start + row * ld + col);
    }
  }

  /** Elements from a place on. */
  private record Piece(float[] values, int at) {}

  /** Some columns of all rows. */
  private interface Columns {
    void run(int from, int count);
  }

  /** {@code h = b}, then {@code h += a∘before}. */
  public void forward(int[] active, Mat a, Mat b, Mat h0, Mat h) {
    var factors = Window.of(a);
    var added = Window.of(b);
    var start = Window.of(h0);
    var y = Window.of(h);
    columns(
        h,
        4,
        (from, count) -> {
          var before = start;
          int first = 0;
          int row = 0;
          for (int rows : active) {
            for (int i = 0; i < rows; i++) {
              var to = y.at(row + i, from);
              copy(added.at(row + i, from), to, count);
              addProduct(factors.at(row + i, from), before.at(first + i, from), to, count);
            }
            before = y;
            first = row;
            row += rows;
          }
        });
  }

  /** What flows into h, b's gradient too, is {@code dh + a'∘db'} of the step after. */
  public void backward(int[] active, Mat a, Mat h0, Mat h, Mat dh, Mat da, Mat db, Mat dh0) {
    var factors = Window.of(a);
    var start = Window.of(h0);
    var y = Window.of(h);
    var dy = Window.of(dh);
    var dFactors = Window.of(da);
    var sums = Window.of(db);
    var dStart = Window.of(dh0);
    columns(
        h,
        7,
        (from, count) -> {
          int after = h.rows();
          int later = 0;
          for (int s = active.length - 1; s >= 0; s--) {
            int rows = active[s];
            int row = after - rows;
            var before = s == 0 ? start : y;
            int first = s == 0 ? 0 : row - active[s - 1];
            for (int i = 0; i < rows; i++) {
              var sum = sums.at(row + i, from);
              copy(dy.at(row + i, from), sum, count);
              if (i < later) {
                addProduct(factors.at(after + i, from), sums.at(after + i, from), sum, count);
              }
              product(sum, before.at(first + i, from), dFactors.at(row + i, from), count);
            }
            later = rows;
            after = row;
          }
          for (int i = 0; i < dh0.rows(); i++) {
            var to = dStart.at(i, from);
            if (i < later) {
              product(factors.at(i, from), sums.at(i, from), to, count);
            } else {
              Arrays.fill(to.values, to.at, to.at + count, 0);
            }
          }
        });
  }

  private static void copy(Piece from, Piece to, int count) {
    System.arraycopy(from.values, from.at, to.values, to.at, count);
  }

  private void product(Piece a, Piece b, Piece y, int count) {
    loops.binary(BinaryOp.MUL, a.values, a.at, b.values, b.at, y.values, y.at, count);
  }

  private void addProduct(Piece a, Piece b, Piece y, int count) {
    loops.binaryOnto(BinaryOp.MUL, a.values, a.at, b.values, b.at, y.values, y.at, count);
  }

  /** Whole cache lines of columns for each thread. */
  private void columns(Mat h, int weight, Columns body) {
    int cols = h.cols();
    int lines = (cols + LINE - 1) / LINE;
    split.ranges(
        lines,
        (long) LINE * h.rows() * weight,
        (from, to) -> {
          int first = from * LINE;
          int count = Math.min(to * LINE, cols) - first;
          if (count > 0) {
            body.run(first, count);
          }
        });
  }
}
