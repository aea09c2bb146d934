package dev.recurve.autodiff;

import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.spi.Axis;
import dev.recurve.spi.Mat;
import dev.recurve.spi.ReduceOp;
import dev.recurve.spi.Scalar;
import dev.recurve.spi.Write;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Two operands laid over each other: both as matrices that a kernel takes together, one of them
 * possibly repeated. Also the way back: a gradient of the result, folded to an operand's size.
 */
record Pairing(Side a, Side b, Shape shape, int rows, int cols) {

  /**
   * One operand.
   *
   * @param folded the axis along which it is repeated, empty if it has the result's size
   */
  record Side(DeviceTensor tensor, int rows, int cols, Optional<Axis> folded) {
    Mat mat() {
      return tensor.mat().rows() == rows && tensor.mat().cols() == cols
          ? tensor.mat()
          : tensor.mat().reshape(rows, cols);
    }
  }

  /** Writes or adds the result-sized gradient of one operand. */
  interface Contribution {
    void into(Write write, Mat target);
  }

  static Pairing of(String operation, DeviceTensor a, DeviceTensor b) {
    a.requireFloat(operation);
    b.requireFloat(operation);
    if (a.shape().equals(b.shape())) {
      return whole(a, b);
    }
    var over = repeated(a, b);
    if (over.isPresent()) {
      return over.get();
    }
    return repeated(b, a)
        .map(p -> new Pairing(p.b, p.a, p.shape, p.rows, p.cols))
        .orElseThrow(
            () ->
                new ShapeException(
                    "%s cannot pair %s with %s; shapes are equal, or one is a single value, the other's last axes, or the other with a last axis of 1"
                        .formatted(operation, a.shape(), b.shape())));
  }

  private static Pairing whole(DeviceTensor a, DeviceTensor b) {
    int rows = a.shape().rows();
    int cols = a.shape().cols();
    return new Pairing(
        new Side(a, rows, cols, Optional.empty()),
        new Side(b, rows, cols, Optional.empty()),
        a.shape(),
        rows,
        cols);
  }

  /** The pairing in which {@code small} is repeated over {@code big}, if it fits. */
  private static Optional<Pairing> repeated(DeviceTensor big, DeviceTensor small) {
    var shape = big.shape();
    int rows = shape.rows();
    int cols = shape.cols();
    if (small.shape().size() == 1 && small.shape().rank() <= shape.rank()) {
      return Optional.of(
          new Pairing(
              new Side(big, rows, cols, Optional.empty()),
              new Side(small, 1, 1, Optional.of(Axis.ALL)),
              shape,
              rows,
              cols));
    }
    if (shape.rank() > 0
        && small.shape().rank() == shape.rank()
        && small.shape().equals(shape.with(-1, 1))) {
      return Optional.of(
          new Pairing(
              new Side(big, rows, cols, Optional.empty()),
              new Side(small, rows, 1, Optional.of(Axis.COLS)),
              shape,
              rows,
              cols));
    }
    if (!isSuffix(small.shape(), shape)) {
      return Optional.empty();
    }
    int inner = Math.toIntExact(small.shape().size());
    int outer = Math.toIntExact(shape.range(0, shape.rank() - small.shape().rank()).size());
    boolean lastAxisOnly = small.shape().rank() == 1;
    return Optional.of(
        new Pairing(
            new Side(lastAxisOnly ? big : big.contiguous(), outer, inner, Optional.empty()),
            new Side(small.contiguous(), 1, inner, Optional.of(Axis.ROWS)),
            shape,
            outer,
            inner));
  }

  private static boolean isSuffix(Shape small, Shape big) {
    int[] inner = small.toArray();
    int[] all = big.toArray();
    return inner.length < all.length
        && Arrays.equals(inner, 0, inner.length, all, all.length - inner.length, all.length);
  }

  DeviceTensor empty() {
    return DeviceTensor.empty(a.tensor.device(), shape);
  }

  /** A freshly made result's window in this pairing's rows and columns. */
  Mat over(DeviceTensor result) {
    return result.mat().reshape(rows, cols);
  }

  List<DeviceTensor> operands() {
    return List.of(a.tensor, b.tensor);
  }

  /** Sends an operand a gradient that a kernel computes. */
  void send(Tape tape, Side side, Contribution contribution) {
    side.tensor
        .slotOn(tape)
        .ifPresent(
            slot -> {
              var target = slot.whole();
              if (side.folded.isEmpty()) {
                contribution.into(target.write(), target.mat().reshape(rows, cols));
                return;
              }
              var full = tape.scratch(rows, cols);
              contribution.into(Write.SET, full);
              fold(tape, side, full, target);
            });
  }

  /** Sends an operand a gradient that stands ready, times a factor of 1 or -1. */
  void send(Tape tape, Side side, Mat gradient, double sign) {
    if (sign != 1) {
      send(
          tape,
          side,
          (write, target) ->
              tape.backend()
                  .affine(
                      Scalar.of(sign),
                      gradient,
                      write == Write.SET ? Scalar.ZERO : Scalar.ONE,
                      target,
                      0));
    } else if (side.folded.isEmpty()) {
      Functions.pass(side.tensor, gradient);
    } else {
      side.tensor.slotOn(tape).ifPresent(slot -> fold(tape, side, gradient, slot.whole()));
    }
  }

  private void fold(Tape tape, Side side, Mat gradient, Slot.Target target) {
    tape.backend()
        .reduce(
            ReduceOp.SUM,
            side.folded.orElseThrow(),
            gradient,
            target.write(),
            target.mat().reshape(side.rows, side.cols));
  }
}
