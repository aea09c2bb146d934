package dev.recurve.autodiff;

import dev.recurve.Lengths;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.spi.DType;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Scalar;
import java.util.List;

/** Operations that pick rows, forward beside backward. */
final class Rows {
  private Rows() {}

  static DeviceTensor gather(DeviceTensor table, DeviceTensor ids) {
    if (table.shape().rank() < 1 || ids.type() != DType.I32) {
      throw new ShapeException(
          "gather picks rows of a table by integer ids, received table %s and %s ids %s"
              .formatted(table.shape(), ids.type(), ids.shape()));
    }
    var rest = table.shape().range(1, table.shape().rank());
    int rows = table.shape().dim(0);
    int cols = Math.toIntExact(rest.size());
    int count = Math.toIntExact(ids.shape().size());
    var whole = cols == table.shape().cols() ? table : table.contiguous();
    var idColumn = ids.contiguous().mat().reshape(count, 1);
    var y = DeviceTensor.empty(table.device(), table.type(), ids.shape().then(rest));
    table.backend().gatherRows(as(whole.mat(), rows, cols), idColumn, y.mat().reshape(count, cols));
    return Record.result(
        "gather",
        y,
        List.of(whole),
        dy ->
            whole
                .slotOn(Record.tape().orElseThrow())
                .ifPresent(
                    slot ->
                        table
                            .backend()
                            .scatterAddRows(
                                dy.reshape(count, cols), idColumn, as(slot.added(), rows, cols))));
  }

  private static Mat as(Mat mat, int rows, int cols) {
    return mat.rows() == rows && mat.cols() == cols ? mat : mat.reshape(rows, cols);
  }

  static DeviceTensor zeroPadding(DeviceTensor x, Lengths lengths) {
    var shape = x.shape();
    if (shape.rank() < 2 || shape.dim(1) != lengths.batch() || lengths.max() > shape.dim(0)) {
      throw new ShapeException(
          "%d lengths of at most %d do not fit a sequence %s"
              .formatted(lengths.batch(), lengths.max(), shape));
    }
    if (lengths.areFull(shape.dim(0)) || x.isKnownZeroPadded(lengths)) {
      return x;
    }
    int steps = shape.dim(0);
    int batch = shape.dim(1);
    int cols = Math.toIntExact(shape.range(2, shape.rank()).size());
    var whole = cols == shape.cols() ? x : x.contiguous();
    var mask = mask(whole, lengths, steps, batch);
    var zero = DeviceTensor.empty(x.device(), Shape.scalar());
    x.backend().fill(zero.mat(), 0);
    var y = DeviceTensor.empty(x.device(), shape);
    x.backend()
        .select(
            mask,
            as(whole.mat(), steps * batch, cols),
            zero.mat(),
            y.mat().reshape(steps * batch, cols));
    return Record.result(
        "zeroPadding",
        y,
        List.of(whole),
        dy ->
            Functions.send(
                whole,
                (target, beta) -> {
                  var kept = DeviceTensor.empty(x.device(), Shape.of(steps * batch, cols)).mat();
                  x.backend().select(mask, dy.reshape(steps * batch, cols), zero.mat(), kept);
                  x.backend().affine(Scalar.ONE, kept, beta, as(target, steps * batch, cols), 0);
                }));
  }

  /** A column with 1 where a step lies within its sequence's length, else 0. */
  private static Mat mask(DeviceTensor like, Lengths lengths, int steps, int batch) {
    double[] mask = new double[steps * batch];
    for (int t = 0; t < steps; t++) {
      for (int b = 0; b < batch; b++) {
        mask[t * batch + b] = t < lengths.at(b) ? 1 : 0;
      }
    }
    return Tensors.of(like.device(), Shape.of(steps * batch, 1), mask).mat();
  }
}
