package dev.recurve.autodiff;

import dev.recurve.ShapeException;
import dev.recurve.spi.BinaryOp;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Scalar;
import dev.recurve.spi.Write;
import java.util.List;
import java.util.stream.Stream;

/** Element-wise operations on two tensors, forward beside backward. */
final class Arithmetic {
  private Arithmetic() {}

  static DeviceTensor add(DeviceTensor a, DeviceTensor b) {
    var p = Pairing.of("add", a, b);
    var y = compute(BinaryOp.ADD, p);
    return recorded(
        "add",
        y,
        p,
        Stream.of(p.a(), p.b()),
        (tape, dy) -> {
          p.send(tape, p.a(), dy, 1);
          p.send(tape, p.b(), dy, 1);
        });
  }

  static DeviceTensor sub(DeviceTensor a, DeviceTensor b) {
    var p = Pairing.of("sub", a, b);
    var y = compute(BinaryOp.SUB, p);
    return recorded(
        "sub",
        y,
        p,
        Stream.of(p.a()),
        (tape, dy) -> {
          p.send(tape, p.a(), dy, 1);
          p.send(tape, p.b(), dy, -1);
        });
  }

  static DeviceTensor mul(DeviceTensor a, DeviceTensor b) {
    var p = Pairing.of("mul", a, b);
    var y = compute(BinaryOp.MUL, p);
    return recorded(
        "mul",
        y,
        p,
        (tape, dy) -> {
          p.send(tape, p.a(), product(tape, dy, p.b().mat()));
          p.send(tape, p.b(), product(tape, dy, p.a().mat()));
        });
  }

  /** {@code y = a/b; da = dy/b; db = -dy·y/b}. */
  static DeviceTensor div(DeviceTensor a, DeviceTensor b) {
    var p = Pairing.of("div", a, b);
    var y = compute(BinaryOp.DIV, p);
    var quotient = p.over(y);
    return recorded(
        "div",
        y,
        p,
        (tape, dy) -> {
          var scaled = tape.scratch(p.rows(), p.cols());
          tape.backend().binary(BinaryOp.DIV, dy, p.b().mat(), Write.SET, scaled);
          p.send(tape, p.a(), scaled, 1);
          var minus = tape.scratch(p.rows(), p.cols());
          tape.backend().binary(BinaryOp.MUL, scaled, quotient, Write.SET, minus);
          p.send(tape, p.b(), minus, -1);
        });
  }

  /** The larger or the smaller; the gradient goes to the one that was taken, to a if equal. */
  static DeviceTensor extreme(BinaryOp op, DeviceTensor a, DeviceTensor b) {
    boolean max = op == BinaryOp.MAX;
    var p = Pairing.of(max ? "max" : "min", a, b);
    var y = compute(op, p);
    return recorded(
        max ? "max" : "min",
        y,
        p,
        (tape, dy) -> {
          var bWins = tape.scratch(p.rows(), p.cols());
          var first = max ? p.b().mat() : p.a().mat();
          var second = max ? p.a().mat() : p.b().mat();
          tape.backend().binary(BinaryOp.GREATER, first, second, Write.SET, bWins);
          p.send(tape, p.b(), product(tape, dy, bWins));
          var aWins = tape.scratch(p.rows(), p.cols());
          tape.backend().affine(Scalar.of(-1), bWins, Scalar.ZERO, aWins, 1);
          p.send(tape, p.a(), product(tape, dy, aWins));
        });
  }

  static DeviceTensor affine(DeviceTensor x, double scale, double shift) {
    x.requireFloat("affine");
    var y = DeviceTensor.empty(x.device(), x.shape());
    x.backend().affine(Scalar.of(scale), x.mat(), Scalar.ZERO, y.mat(), shift);
    return Record.result(
        "affine",
        y,
        List.of(x),
        dy ->
            Functions.send(
                x, (target, beta) -> x.backend().affine(Scalar.of(scale), dy, beta, target, 0)));
  }

  static DeviceTensor greater(DeviceTensor a, DeviceTensor b) {
    return compute(BinaryOp.GREATER, Pairing.of("greater", a, b));
  }

  static DeviceTensor where(DeviceTensor mask, DeviceTensor a, DeviceTensor b) {
    boolean columnMask = a.shape().rank() > 0 && mask.shape().equals(a.shape().with(-1, 1));
    if (!a.shape().equals(b.shape()) || !(mask.shape().equals(a.shape()) || columnMask)) {
      throw new ShapeException(
          "where expects two tensors of one shape and a mask of that shape or with a last axis of 1, received %s, %s and mask %s"
              .formatted(a.shape(), b.shape(), mask.shape()));
    }
    var y = DeviceTensor.empty(a.device(), a.shape());
    a.backend().select(mask.mat(), a.mat(), b.mat(), y.mat());
    return Record.result(
        "where",
        y,
        List.of(a, b),
        dy -> {
          Functions.send(a, (target, beta) -> masked(a, mask, dy, true, target, beta));
          Functions.send(b, (target, beta) -> masked(b, mask, dy, false, target, beta));
        });
  }

  /** The gradient where the operand was taken, 0 elsewhere. */
  private static void masked(
      DeviceTensor operand, DeviceTensor mask, Mat dy, boolean whereSet, Mat target, Scalar beta) {
    var zeros = DeviceTensor.empty(operand.device(), operand.shape());
    var on = operand.backend();
    on.fill(zeros.mat(), 0);
    on.select(mask.mat(), whereSet ? dy : zeros.mat(), whereSet ? zeros.mat() : dy, zeros.mat());
    on.affine(Scalar.ONE, zeros.mat(), beta, target, 0);
  }

  private interface PairBackward {
    void run(Tape tape, Mat dy);
  }

  private static DeviceTensor compute(BinaryOp op, Pairing p) {
    var y = p.empty();
    y.backend().binary(op, p.a().mat(), p.b().mat(), Write.SET, p.over(y));
    return y;
  }

  private static DeviceTensor recorded(
      String name, DeviceTensor y, Pairing p, PairBackward backward) {
    return recorded(name, y, p, Stream.empty(), backward);
  }

  /** Those that are passed the gradient as it is, if they are not repeated, are known as such. */
  private static DeviceTensor recorded(
      String name, DeviceTensor y, Pairing p, Stream<Pairing.Side> passed, PairBackward backward) {
    return Record.result(
        name,
        y,
        p.operands(),
        passed.filter(side -> side.folded().isEmpty()).map(Pairing.Side::tensor).toList(),
        dy -> backward.run(Record.tape().orElseThrow(), dy.reshape(p.rows(), p.cols())));
  }

  private static Pairing.Contribution product(Tape tape, Mat dy, Mat factor) {
    return (write, target) -> tape.backend().binary(BinaryOp.MUL, dy, factor, write, target);
  }
}
