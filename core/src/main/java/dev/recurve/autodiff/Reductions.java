package dev.recurve.autodiff;

import dev.recurve.Shape;
import dev.recurve.spi.Axis;
import dev.recurve.spi.BinaryOp;
import dev.recurve.spi.Mat;
import dev.recurve.spi.ReduceOp;
import dev.recurve.spi.Write;
import java.util.List;

/** Sums, forward beside backward. */
final class Reductions {
  private Reductions() {}

  static DeviceTensor sum(DeviceTensor x) {
    return reduce(x, Shape.scalar(), Axis.ALL, x.shape().rows(), x.shape().cols());
  }

  static DeviceTensor sum(DeviceTensor x, int axis) {
    int gone = x.shape().axis(axis);
    var shape = x.shape().without(gone);
    if (gone == x.shape().rank() - 1) {
      return reduce(x, shape, Axis.COLS, x.shape().rows(), x.shape().cols());
    }
    if (gone == 0) {
      return reduce(
          x.contiguous(), shape, Axis.ROWS, x.shape().dim(0), Math.toIntExact(shape.size()));
    }
    return sum(Layout.transpose(x, firstTo(gone, x.shape().rank())), 0);
  }

  /** The order of axes that brings one of them to the front. */
  private static int[] firstTo(int axis, int rank) {
    int[] order = new int[rank];
    order[0] = axis;
    for (int i = 1; i < rank; i++) {
      order[i] = i <= axis ? i - 1 : i;
    }
    return order;
  }

  private static DeviceTensor reduce(DeviceTensor x, Shape shape, Axis axis, int rows, int cols) {
    x.requireFloat("sum");
    var y = DeviceTensor.empty(x.device(), shape);
    int outRows = axis == Axis.COLS ? rows : 1;
    int outCols = axis == Axis.ROWS ? cols : 1;
    x.backend()
        .reduce(
            ReduceOp.SUM, axis, over(x, rows, cols), Write.SET, y.mat().reshape(outRows, outCols));
    return Record.result(
        "sum",
        y,
        List.of(x),
        dy ->
            x.slotOn(Record.tape().orElseThrow())
                .ifPresent(
                    slot -> {
                      // dx = 0 + dy, repeated: a zero operand of full size carries the shape.
                      var target = slot.whole();
                      var zeros = DeviceTensor.empty(x.device(), Shape.of(rows, cols)).mat();
                      x.backend().fill(zeros, 0);
                      x.backend()
                          .binary(
                              BinaryOp.ADD,
                              zeros,
                              dy.reshape(outRows, outCols),
                              target.write(),
                              target.mat().reshape(rows, cols));
                    }));
  }

  private static Mat over(DeviceTensor x, int rows, int cols) {
    var mat = x.mat();
    return mat.rows() == rows && mat.cols() == cols ? mat : mat.reshape(rows, cols);
  }
}
