package dev.recurve.spi;

import java.util.ArrayList;
import java.util.List;

/**
 * An optimiser's step, composed of required operations. New slots and weights are made in scratch
 * memory and only taken over where the step is to happen.
 */
final class ComposedStep {
  private final Backend on;
  private final StepCall call;
  private final Scratch scratch;

  /** The new contents of the slots so far, in order. */
  private final List<Mat> fresh = new ArrayList<>();

  private ComposedStep(Backend on, StepCall call, Scratch scratch) {
    this.on = on;
    this.call = call;
    this.scratch = scratch;
  }

  static void make(Backend on, StepRule rule, StepCall call, Scratch scratch) {
    new ComposedStep(on, call, scratch).make(rule);
  }

  private void make(StepRule rule) {
    var g = take();
    on.affine(call.gradScale(), call.gradient(), Scalar.ZERO, g, 0);
    if (call.l2() != 0) {
      onto(g, 1, call.weights(), call.l2());
    }
    var change = change(rule, g);
    onto(change, -1, call.weights(), 1 - call.shrink());
    for (int i = 0; i < fresh.size(); i++) {
      keepIfOk(fresh.get(i), call.slots().get(i));
    }
    keepIfOk(change, call.weights());
  }

  private void keepIfOk(Mat next, Mat old) {
    on.select(call.ok(), next, old, old);
  }

  /** What is subtracted from the weights, in fresh memory. */
  private Mat change(StepRule rule, Mat g) {
    return switch (rule) {
      case StepRule.Descent(double rate) -> times(rate, g);
      case StepRule.Momentum momentum -> momentum(momentum, g);
      case StepRule.Moments moments -> moments(moments, g);
      case StepRule.InfinityNorm norm -> infinityNorm(norm, g);
      case StepRule.SignOfMean lion -> signOfMean(lion, g);
      case StepRule.SumOfSquares sum -> sumOfSquares(sum, g);
      case StepRule.MeanSquare mean -> meanSquare(mean, g);
      case StepRule.SquaredSteps delta -> squaredSteps(delta, g);
      case StepRule.SignChanges rprop -> signChanges(rprop, g);
    };
  }

  private Mat momentum(StepRule.Momentum rule, Mat g) {
    var v = copy(slot(0));
    onto(v, rule.momentum(), g, rule.share());
    fresh.add(v);
    var change = times(rule.rate() * (rule.nesterov() ? rule.momentum() : 1), v);
    return rule.nesterov() ? onto(change, 1, g, rule.rate()) : change;
  }

  private Mat moments(StepRule.Moments rule, Mat g) {
    var m = mean(slot(0), rule.newM(), g);
    var v = mean(slot(1), rule.newV(), squareOf(g));
    fresh.addAll(List.of(m, v));
    var under = v;
    if (rule.largest()) {
      under = binary(BinaryOp.MAX, slot(2), v);
      fresh.add(under);
    }
    var size = rootOf(under);
    on.affine(Scalar.of(rule.root()), size, Scalar.ZERO, size, rule.epsilon());
    var direction = times(rule.mean(), m);
    if (rule.gradient() != 0) {
      onto(direction, 1, g, rule.gradient());
    }
    return binary(BinaryOp.DIV, direction, size);
  }

  private Mat infinityNorm(StepRule.InfinityNorm rule, Mat g) {
    var m = mean(slot(0), rule.newM(), g);
    var size = unary(UnaryOp.ABS, g);
    on.affine(Scalar.ONE, size, Scalar.ZERO, size, rule.epsilon());
    var u = binary(BinaryOp.MAX, times(rule.decay(), slot(1)), size);
    fresh.addAll(List.of(m, u));
    return binary(BinaryOp.DIV, times(rule.rate(), m), u);
  }

  private Mat signOfMean(StepRule.SignOfMean rule, Mat g) {
    fresh.add(mean(slot(0), rule.newM(), g));
    var sign = unary(UnaryOp.SIGN, mean(slot(0), rule.look(), g));
    return times(rule.rate(), sign);
  }

  private Mat sumOfSquares(StepRule.SumOfSquares rule, Mat g) {
    var s = binary(BinaryOp.ADD, slot(0), squareOf(g));
    fresh.add(s);
    var size = take();
    on.affine(Scalar.ONE, s, Scalar.ZERO, size, rule.initial());
    on.unary(UnaryOp.SQRT, size, size);
    on.affine(Scalar.ONE, size, Scalar.ZERO, size, rule.epsilon());
    return binary(BinaryOp.DIV, times(rule.rate(), g), size);
  }

  private Mat meanSquare(StepRule.MeanSquare rule, Mat g) {
    var s = mean(slot(0), rule.share(), squareOf(g));
    fresh.add(s);
    var under = s;
    if (rule.centered()) {
      var m = mean(slot(1), rule.share(), g);
      fresh.add(m);
      under = binary(BinaryOp.MAX, binary(BinaryOp.SUB, s, squareOf(m)), constant(0));
    }
    var size = rootOf(under);
    on.affine(Scalar.ONE, size, Scalar.ZERO, size, rule.epsilon());
    var direction = binary(BinaryOp.DIV, g, size);
    if (rule.momentum() != 0) {
      onto(direction, 1, slot(fresh.size()), rule.momentum());
      fresh.add(direction);
    }
    return times(rule.rate(), direction);
  }

  private Mat squaredSteps(StepRule.SquaredSteps rule, Mat g) {
    var s = mean(slot(0), rule.share(), squareOf(g));
    var top = take();
    on.affine(Scalar.ONE, slot(1), Scalar.ZERO, top, rule.epsilon());
    on.unary(UnaryOp.SQRT, top, top);
    var bottom = take();
    on.affine(Scalar.ONE, s, Scalar.ZERO, bottom, rule.epsilon());
    on.unary(UnaryOp.SQRT, bottom, bottom);
    var step = binary(BinaryOp.MUL, binary(BinaryOp.DIV, top, bottom), g);
    fresh.addAll(List.of(s, mean(slot(1), rule.share(), squareOf(step))));
    return times(rule.rate(), step);
  }

  private Mat signChanges(StepRule.SignChanges rule, Mat g) {
    var sign = unary(UnaryOp.SIGN, g);
    var agreement = binary(BinaryOp.MUL, sign, unary(UnaryOp.SIGN, slot(0)));
    var size = take();
    on.select(slot(1), slot(1), constant(rule.first()), size);
    var keeps = binary(BinaryOp.GREATER, agreement, constant(0));
    var changes = binary(BinaryOp.GREATER, constant(0), agreement);
    var factor = take();
    on.select(keeps, constant(rule.grow()), constant(1), factor);
    on.select(changes, constant(rule.shrink()), factor, factor);
    on.binary(BinaryOp.MUL, size, factor, Write.SET, size);
    on.binary(BinaryOp.MAX, size, constant(rule.least()), Write.SET, size);
    on.binary(BinaryOp.MIN, size, constant(rule.most()), Write.SET, size);
    on.select(changes, constant(0), sign, sign);
    var remembered = take();
    on.select(changes, constant(0), g, remembered);
    fresh.addAll(List.of(remembered, size));
    return binary(BinaryOp.MUL, sign, size);
  }

  // ----------------------------------------------------------------- pieces

  private Mat slot(int index) {
    return call.slots().get(index);
  }

  private Mat take() {
    return scratch.take(call.weights().type(), 1, call.weights().cols());
  }

  /** A number as an operand for all elements. */
  private Mat constant(double value) {
    var constant = scratch.take(call.weights().type(), 1, 1);
    on.fill(constant, value);
    return constant;
  }

  private Mat copy(Mat x) {
    var y = take();
    on.copy(x, y);
    return y;
  }

  private Mat times(double factor, Mat x) {
    var y = take();
    on.affine(Scalar.of(factor), x, Scalar.ZERO, y, 0);
    return y;
  }

  /** {@code y = own·y + factor·x}. */
  private Mat onto(Mat y, double own, Mat x, double factor) {
    on.affine(Scalar.of(factor), x, Scalar.of(own), y, 0);
    return y;
  }

  /** A running mean that takes in a share of the new. */
  private Mat mean(Mat so, double share, Mat next) {
    return onto(copy(so), 1 - share, next, share);
  }

  private Mat unary(UnaryOp op, Mat x) {
    var y = take();
    on.unary(op, x, y);
    return y;
  }

  private Mat squareOf(Mat x) {
    return unary(UnaryOp.SQUARE, x);
  }

  private Mat rootOf(Mat x) {
    return unary(UnaryOp.SQRT, x);
  }

  private Mat binary(BinaryOp op, Mat a, Mat b) {
    var y = take();
    on.binary(op, a, b, Write.SET, y);
    return y;
  }
}
