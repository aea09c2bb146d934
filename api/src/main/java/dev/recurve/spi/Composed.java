package dev.recurve.spi;

/**
 * The optional operations of a {@link Backend}, composed from its required ones. Slower than a
 * kernel of one piece, the same to the last rounding or two, and enough for every model to run.
 */
final class Composed {
  private Composed() {}

  static void softmaxRows(Backend on, boolean log, Mat x, Mat y, Scratch scratch) {
    var column = scratch.take(x.type(), x.rows(), 1);
    on.reduce(ReduceOp.MAX, Axis.COLS, x, Write.SET, column);
    on.binary(BinaryOp.SUB, x, column, Write.SET, y);
    var exp = log ? scratch.take(x.type(), x.rows(), x.cols()) : y;
    on.unary(UnaryOp.EXP, y, exp);
    on.reduce(ReduceOp.SUM, Axis.COLS, exp, Write.SET, column);
    if (log) {
      on.unary(UnaryOp.LOG, column, column);
      on.binary(BinaryOp.SUB, y, column, Write.SET, y);
    } else {
      on.binary(BinaryOp.DIV, y, column, Write.SET, y);
    }
  }

  /** softmax: {@code dx = y∘(dy - Σ dy∘y)}; log-softmax: {@code dx = dy - eʸ·Σ dy}. */
  static void softmaxRowsGrad(
      Backend on, boolean log, Mat dy, Mat y, Write write, Mat dx, Scratch scratch) {
    var column = scratch.take(y.type(), y.rows(), 1);
    var t = scratch.take(y.type(), y.rows(), y.cols());
    if (log) {
      on.reduce(ReduceOp.SUM, Axis.COLS, dy, Write.SET, column);
      on.unary(UnaryOp.EXP, y, t);
      on.binary(BinaryOp.MUL, t, column, Write.SET, t);
      on.binary(BinaryOp.SUB, dy, t, write, dx);
    } else {
      on.binary(BinaryOp.MUL, dy, y, Write.SET, t);
      on.reduce(ReduceOp.SUM, Axis.COLS, t, Write.SET, column);
      on.binary(BinaryOp.SUB, dy, column, Write.SET, t);
      on.binary(BinaryOp.MUL, t, y, write, dx);
    }
  }
}
