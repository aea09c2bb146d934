package dev.recurve.autodiff;

import dev.recurve.spi.BinaryOp;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Scalar;
import dev.recurve.spi.UnaryOp;
import dev.recurve.spi.Write;
import java.util.List;

/** Element-wise functions of one tensor and softmax, forward beside backward. */
final class Functions {
  private Functions() {}

  /** Writes (beta 0) or adds (beta 1) a contribution to an operand's gradient. */
  interface Contribution {
    void into(Mat target, Scalar beta);
  }

  /** Computes {@code target = f'(…)∘dy}, or adds it. */
  private interface Derivative {
    void into(Mat dy, Write write, Mat target);
  }

  /** Sends an operand its gradient, if anyone wants it. */
  static void send(DeviceTensor operand, Contribution contribution) {
    operand
        .slotOn(Record.tape().orElseThrow())
        .ifPresent(
            slot -> {
              var target = slot.whole();
              contribution.into(
                  target.mat(), target.write() == Write.SET ? Scalar.ZERO : Scalar.ONE);
            });
  }

  /** Passes the result's own gradient on to an operand of equal size. */
  static void pass(DeviceTensor operand, Mat gradient) {
    operand
        .slotOn(Record.tape().orElseThrow())
        .filter(slot -> !slot.takes(gradient))
        .ifPresent(
            slot -> {
              var target = slot.whole();
              operand
                  .backend()
                  .affine(
                      Scalar.ONE,
                      gradient,
                      target.write() == Write.SET ? Scalar.ZERO : Scalar.ONE,
                      target.mat().reshape(gradient.rows(), gradient.cols()),
                      0);
            });
  }

  /** A function whose derivative is known from its value, with a kernel of its own. */
  static DeviceTensor bounded(UnaryOp op, BinaryOp gradient, DeviceTensor x) {
    var y = compute(op, x);
    return recorded(
        op, x, y, (dy, write, target) -> x.backend().binary(gradient, dy, y.mat(), write, target));
  }

  static DeviceTensor exp(DeviceTensor x) {
    var y = compute(UnaryOp.EXP, x);
    return recorded(UnaryOp.EXP, x, y, timesMat(x, y));
  }

  static DeviceTensor log(DeviceTensor x) {
    var y = compute(UnaryOp.LOG, x);
    return recorded(
        UnaryOp.LOG,
        x,
        y,
        (dy, write, target) -> x.backend().binary(BinaryOp.DIV, dy, x.mat(), write, target));
  }

  /** {@code dx = dy / (2y)}. */
  static DeviceTensor sqrt(DeviceTensor x) {
    var y = compute(UnaryOp.SQRT, x);
    return recorded(
        UnaryOp.SQRT,
        x,
        y,
        (dy, write, target) -> {
          var twice = scratch(x);
          x.backend().affine(Scalar.of(2), y.mat(), Scalar.ZERO, twice, 0);
          x.backend().binary(BinaryOp.DIV, dy, twice, write, target);
        });
  }

  static DeviceTensor square(DeviceTensor x) {
    var y = compute(UnaryOp.SQUARE, x);
    return recorded(
        UnaryOp.SQUARE,
        x,
        y,
        (dy, write, target) -> {
          var twice = scratch(x);
          x.backend().affine(Scalar.of(2), x.mat(), Scalar.ZERO, twice, 0);
          x.backend().binary(BinaryOp.MUL, dy, twice, write, target);
        });
  }

  static DeviceTensor abs(DeviceTensor x) {
    var y = compute(UnaryOp.ABS, x);
    return recorded(
        UnaryOp.ABS,
        x,
        y,
        (dy, write, target) -> {
          var sign = scratch(x);
          x.backend().unary(UnaryOp.SIGN, x.mat(), sign);
          x.backend().binary(BinaryOp.MUL, dy, sign, write, target);
        });
  }

  /** {@code dx = -dy·y²}. */
  static DeviceTensor reciprocal(DeviceTensor x) {
    var y = compute(UnaryOp.RECIPROCAL, x);
    return recorded(
        UnaryOp.RECIPROCAL,
        x,
        y,
        (dy, write, target) -> {
          var slope = scratch(x);
          x.backend().unary(UnaryOp.SQUARE, y.mat(), slope);
          x.backend().unary(UnaryOp.NEG, slope, slope);
          x.backend().binary(BinaryOp.MUL, dy, slope, write, target);
        });
  }

  /** {@code dx = dy·sigmoid(x)}. */
  static DeviceTensor softplus(DeviceTensor x) {
    var y = compute(UnaryOp.SOFTPLUS, x);
    return recorded(
        UnaryOp.SOFTPLUS,
        x,
        y,
        (dy, write, target) -> {
          var slope = scratch(x);
          x.backend().unary(UnaryOp.SIGMOID, x.mat(), slope);
          x.backend().binary(BinaryOp.MUL, dy, slope, write, target);
        });
  }

  /** Softmax over the last axis, or its logarithm. */
  static DeviceTensor softmax(DeviceTensor x, boolean log) {
    x.requireFloat("softmax");
    var y = DeviceTensor.empty(x.device(), x.shape());
    x.backend().softmaxRows(log, x.mat(), y.mat(), scratchOf(x));
    return Record.result(
        log ? "logSoftmax" : "softmax",
        y,
        List.of(x),
        dy ->
            send(
                x,
                (target, beta) ->
                    x.backend()
                        .softmaxRowsGrad(
                            log,
                            dy,
                            y.mat(),
                            beta == Scalar.ZERO ? Write.SET : Write.ADD,
                            target,
                            scratchOf(x))));
  }

  /** Where composed kernels take intermediate results from: the running step, or fresh memory. */
  static dev.recurve.spi.Scratch scratchOf(DeviceTensor like) {
    return (type, rows, cols) ->
        DeviceTensor.empty(like.device(), type, dev.recurve.Shape.of(rows, cols)).mat();
  }

  private static Mat scratch(DeviceTensor like) {
    return DeviceTensor.empty(like.device(), like.shape()).mat();
  }

  private static DeviceTensor compute(UnaryOp op, DeviceTensor x) {
    x.requireFloat(name(op));
    var y = DeviceTensor.empty(x.device(), x.shape());
    x.backend().unary(op, x.mat(), y.mat());
    return y;
  }

  private static DeviceTensor recorded(
      UnaryOp op, DeviceTensor x, DeviceTensor y, Derivative derivative) {
    return Record.result(
        name(op),
        y,
        List.of(x),
        dy ->
            send(
                x,
                (target, beta) ->
                    derivative.into(dy, beta == Scalar.ZERO ? Write.SET : Write.ADD, target)));
  }

  private static Derivative timesMat(DeviceTensor x, DeviceTensor factor) {
    return (dy, write, target) -> x.backend().binary(BinaryOp.MUL, dy, factor.mat(), write, target);
  }

  private static String name(UnaryOp op) {
    return op.name().toLowerCase(java.util.Locale.ROOT);
  }
}
