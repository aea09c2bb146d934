package dev.recurve.autodiff;

import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Operations that move values without changing them, forward beside backward. */
final class Layout {
  private Layout() {}

  /** The same tensor with its rows end to end. */
  static DeviceTensor copy(DeviceTensor x) {
    var y = DeviceTensor.empty(x.device(), x.type(), x.shape());
    x.backend().copy(x.mat(), y.mat());
    return Record.result("copy", y, List.of(x), dy -> Functions.pass(x, dy));
  }

  static DeviceTensor reshape(DeviceTensor x, Shape shape) {
    if (shape.size() != x.shape().size()) {
      throw new ShapeException(
          "%s has %d elements and cannot be seen as %s with %d"
              .formatted(x.shape(), x.shape().size(), shape, shape.size()));
    }
    if (shape.equals(x.shape())) {
      return x;
    }
    if (shape.cols() == x.shape().cols()) {
      int rows = shape.rows();
      return x.view(0, x.ld(), shape, mat -> sameRows(mat, rows));
    }
    var whole = x.contiguous();
    return whole.view(0, shape.cols(), shape, mat -> mat.reshape(shape.rows(), shape.cols()));
  }

  private static Mat sameRows(Mat mat, int rows) {
    if (mat.rows() != rows) {
      throw new IllegalStateException("a view keeps its rows");
    }
    return mat;
  }

  static DeviceTensor transpose(DeviceTensor x, int... order) {
    int[] shape = x.shape().toArray();
    int[] sorted = order.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < sorted.length || i < shape.length; i++) {
      if (i >= sorted.length || i >= shape.length || sorted[i] != i) {
        throw new ShapeException(
            "transpose of %s expects each axis 0…%d once, received %s"
                .formatted(x.shape(), shape.length - 1, Arrays.toString(order)));
      }
    }
    var whole = x.contiguous();
    int[] permuted = new int[shape.length];
    int[] inverse = new int[shape.length];
    for (int i = 0; i < shape.length; i++) {
      permuted[i] = shape[order[i]];
      inverse[order[i]] = i;
    }
    var y = DeviceTensor.empty(x.device(), x.type(), Shape.of(permuted));
    x.backend().permute(whole.mat(), shape, order, y.mat());
    return Record.result(
        "transpose",
        y,
        List.of(whole),
        dy ->
            Functions.send(
                whole,
                (target, beta) -> {
                  var back = DeviceTensor.empty(x.device(), whole.shape()).mat();
                  x.backend().permute(dy, permuted, inverse, back);
                  x.backend().affine(Scalar.ONE, back, beta, target, 0);
                }));
  }

  static DeviceTensor slice(DeviceTensor x, int axis, int from, int to) {
    int along = x.shape().axis(axis);
    if (from < 0 || to < from || to > x.shape().dim(along)) {
      throw new ShapeException(
          "Axis %d of %s has elements 0…%d, asked for %d…%d"
              .formatted(along, x.shape(), x.shape().dim(along) - 1, from, to - 1));
    }
    var shape = x.shape().with(along, to - from);
    if (along == x.shape().rank() - 1) {
      return x.view(from, x.ld(), shape, mat -> mat.cols(from, to - from));
    }
    if (along == 0) {
      int rowsEach = Math.toIntExact(x.shape().range(1, x.shape().rank() - 1).size());
      return x.view(
          (long) from * rowsEach * x.ld(),
          x.ld(),
          shape,
          mat -> mat.rows(from * rowsEach, (to - from) * rowsEach));
    }
    return sliceInside(x.contiguous(), along, from, to, shape);
  }

  /** An axis in the middle: with the outer axes as rows, the slice is a range of columns. */
  private static DeviceTensor sliceInside(DeviceTensor x, int axis, int from, int to, Shape shape) {
    int outer = Math.toIntExact(x.shape().range(0, axis).size());
    int inner = Math.toIntExact(x.shape().range(axis + 1, x.shape().rank()).size());
    int all = x.shape().dim(axis) * inner;
    int width = (to - from) * inner;
    var y = DeviceTensor.empty(x.device(), x.type(), shape);
    x.backend()
        .copy(x.mat().reshape(outer, all).cols(from * inner, width), y.mat().reshape(outer, width));
    return Record.result(
        "slice",
        y,
        List.of(x),
        dy ->
            x.slotOn(Record.tape().orElseThrow())
                .ifPresent(
                    slot ->
                        x.backend()
                            .affine(
                                Scalar.ONE,
                                dy.reshape(outer, width),
                                Scalar.ONE,
                                slot.added().reshape(outer, all).cols(from * inner, width),
                                0)));
  }

  static DeviceTensor concat(int axis, DeviceTensor first, List<Tensor> others) {
    int along = first.shape().axis(axis);
    var parts = new ArrayList<DeviceTensor>();
    parts.add(first);
    others.forEach(other -> parts.add(DeviceTensor.of(other)));
    int total = 0;
    for (var part : parts) {
      var shape = part.shape();
      if (shape.rank() != first.shape().rank()
          || !shape.with(along, 0).equals(first.shape().with(along, 0))
          || part.type() != first.type()) {
        throw new ShapeException(
            "concat along axis %d joins tensors equal in all other axes, received %s %s beside %s %s"
                .formatted(along, part.type(), shape, first.type(), first.shape()));
      }
      total += shape.dim(along);
    }
    var shape = first.shape().with(along, total);
    int outer = Math.toIntExact(shape.range(0, along).size());
    int inner = Math.toIntExact(shape.range(along + 1, shape.rank()).size());
    var y = DeviceTensor.empty(first.device(), first.type(), shape);
    var window = y.mat().reshape(outer, total * inner);
    var whole = parts.stream().map(DeviceTensor::contiguous).toList();
    int at = 0;
    for (var part : whole) {
      int width = part.shape().dim(along) * inner;
      y.backend().copy(part.mat().reshape(outer, width), window.cols(at, width));
      at += width;
    }
    return Record.result(
        "concat",
        y,
        whole,
        dy -> {
          var gradient = dy.reshape(outer, window.cols());
          int from = 0;
          for (var part : whole) {
            int width = part.shape().dim(along) * inner;
            var share = gradient.cols(from, width);
            Functions.pass(part, share);
            from += width;
          }
        });
  }
}
