package dev.recurve.host;

import dev.recurve.spi.Axis;
import dev.recurve.spi.BinaryOp;
import dev.recurve.spi.Mat;
import dev.recurve.spi.ReduceOp;
import dev.recurve.spi.Write;
import java.util.Arrays;

/**
 * Folds axes away. Long stretches are folded in pieces of one size, whose results are added in
 * double and in order: neither the error nor the bits depend on how the work is cut.
 */
public final class Reductions {
  /** Elements that are folded in single precision. */
  private static final int PIECE = 8192;

  /** Rows that are added in single precision. */
  private static final int ROWS = 256;

  private final Loops loops;
  private final Split split;
  private final Pool<Workspace> workspaces;

  public Reductions(Loops loops, Split split, Pool<Workspace> workspaces) {
    this.loops = loops;
    this.split = split;
    this.workspaces = workspaces;
  }

  public void reduce(ReduceOp op, Axis axis, Mat x, Write write, Mat y) {
    int rows = axis == Axis.COLS ? x.rows() : 1;
    int cols = axis == Axis.ROWS ? x.cols() : 1;
    if (y.rows() != rows || y.cols() != cols) {
      throw new IllegalArgumentException(
          "Folding axis %s of %d × %d gives %d × %d, received a destination of %d × %d"
              .formatted(axis, x.rows(), x.cols(), rows, cols, y.rows(), y.cols()));
    }
    if (y.size() == 0) {
      return;
    }
    switch (axis) {
      case ROWS -> overRows(op, x, write, y);
      case COLS -> overCols(op, x, write, y);
      case ALL -> overAll(op, x, write, y);
    }
  }

  private static double nothing(ReduceOp op) {
    return op == ReduceOp.MAX ? Double.NEGATIVE_INFINITY : 0;
  }

  private static double fold(ReduceOp op, double so, double next) {
    return op == ReduceOp.MAX ? Math.max(so, next) : so + next;
  }

  private static void put(Write write, double value, float[] y, int at) {
    y[at] = write == Write.ADD ? y[at] + (float) value : (float) value;
  }

  // ------------------------------------------------------- along the columns

  private void overCols(ReduceOp op, Mat x, Write write, Mat y) {
    float[] to = HostBuffer.floats(y);
    int y0 = HostBuffer.start(y);
    split.ranges(
        x.rows(),
        x.cols(),
        (fromRow, toRow) ->
            workspaces.with(
                w -> {
                  for (int r = fromRow; r < toRow; r++) {
                    put(write, row(op, x, r, w.sums), to, y0 + r * y.ld());
                  }
                }));
  }

  private double row(ReduceOp op, Mat x, int row, float[] sums) {
    int start = HostBuffer.start(x) + row * x.ld();
    double so = nothing(op);
    for (int c = 0; c < x.cols(); c += PIECE) {
      so = fold(op, so, piece(op, x, start + c, Math.min(PIECE, x.cols() - c), sums));
    }
    return so;
  }

  private float piece(ReduceOp op, Mat x, int from, int count, float[] sums) {
    float[] values = HostBuffer.floats(x);
    return switch (op) {
      case SUM -> loops.foldSum(values, from, count, sums);
      case SUM_SQUARES -> loops.foldSquares(values, from, count, sums);
      case MAX -> loops.foldMax(values, from, count, sums);
    };
  }

  // ------------------------------------------------------------- everything

  private void overAll(ReduceOp op, Mat x, Write write, Mat y) {
    float[] to = HostBuffer.floats(y);
    int at = HostBuffer.start(y);
    if (x.size() == 0) {
      put(write, nothing(op), to, at);
      return;
    }
    // Without gaps, in rows of one piece each, of which the last may be shorter.
    int rows = x.isContiguous() ? (int) ((x.size() + PIECE - 1) / PIECE) : x.rows();
    double[] results = new double[rows];
    split.ranges(
        rows,
        x.size() / rows,
        (fromRow, toRow) ->
            workspaces.with(
                w -> {
                  for (int r = fromRow; r < toRow; r++) {
                    results[r] =
                        x.isContiguous() ? pieceOfAll(op, x, r, w.sums) : row(op, x, r, w.sums);
                  }
                }));
    double so = nothing(op);
    for (double result : results) {
      so = fold(op, so, result);
    }
    put(write, so, to, at);
  }

  private double pieceOfAll(ReduceOp op, Mat x, int number, float[] sums) {
    int from = number * PIECE;
    int count = (int) Math.min(PIECE, x.size() - from);
    return piece(op, x, HostBuffer.start(x) + from, count, sums);
  }

  // ----------------------------------------------------------- down the rows

  private void overRows(ReduceOp op, Mat x, Write write, Mat y) {
    float[] to = HostBuffer.floats(y);
    int y0 = HostBuffer.start(y);
    int blocks = (x.cols() + Workspace.PIECE - 1) / Workspace.PIECE;
    split.ranges(
        blocks,
        (long) x.rows() * Math.min(x.cols(), Workspace.PIECE),
        (fromBlock, toBlock) ->
            workspaces.with(
                w -> {
                  int end = Math.min(x.cols(), toBlock * Workspace.PIECE);
                  for (int c = fromBlock * Workspace.PIECE; c < end; c += Workspace.PIECE) {
                    int count = Math.min(Workspace.PIECE, end - c);
                    columns(op, x, c, count, w);
                    for (int i = 0; i < count; i++) {
                      put(write, w.total[i], to, y0 + c + i);
                    }
                  }
                }));
  }

  /** The folds of some columns, in the workspace's total. */
  private void columns(ReduceOp op, Mat x, int column, int count, Workspace w) {
    float[] values = HostBuffer.floats(x);
    int start = HostBuffer.start(x) + column;
    float nothing = (float) nothing(op);
    Arrays.fill(w.total, 0, count, nothing);
    for (int block = 0; block < x.rows(); block += ROWS) {
      Arrays.fill(w.piece, 0, count, nothing);
      int end = Math.min(x.rows(), block + ROWS);
      for (int r = block; r < end; r++) {
        addRow(op, values, start + r * x.ld(), w.piece, count);
      }
      addRow(op == ReduceOp.MAX ? op : ReduceOp.SUM, w.piece, 0, w.total, count);
    }
  }

  private void addRow(ReduceOp op, float[] x, int from, float[] sums, int count) {
    switch (op) {
      case SUM -> loops.binary(BinaryOp.ADD, sums, 0, x, from, sums, 0, count);
      case SUM_SQUARES -> loops.binaryOnto(BinaryOp.MUL, x, from, x, from, sums, 0, count);
      case MAX -> loops.binary(BinaryOp.MAX, sums, 0, x, from, sums, 0, count);
    }
  }
}
