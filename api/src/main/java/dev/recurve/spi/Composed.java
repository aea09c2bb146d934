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

  static void sgdStep(
      Backend on,
      SgdRule rule,
      double rate,
      boolean first,
      Scalar gradScale,
      Mat ok,
      Mat weights,
      Mat gradient,
      Mat velocity,
      Scratch scratch) {
    int n = weights.cols();
    var g = decayedGradient(on, rule.weightDecay(), gradScale, weights, gradient, scratch);
    if (rule.momentum() != 0) {
      var v = scratch.take(weights.type(), 1, n);
      if (first) {
        on.copy(g, v);
      } else {
        on.copy(velocity, v);
        on.affine(Scalar.of(1 - rule.dampening()), g, Scalar.of(rule.momentum()), v, 0);
      }
      if (rule.nesterov()) {
        on.affine(Scalar.of(rule.momentum()), v, Scalar.ONE, g, 0);
      } else {
        on.copy(v, g);
      }
      if (first) {
        // Until the first good step the velocity has no meaning, so it may be anything; make it 0.
        on.fill(velocity, 0);
      }
      on.select(ok, v, velocity, velocity);
    }
    on.affine(Scalar.ONE, weights, Scalar.of(-rate), g, 0);
    on.select(ok, g, weights, weights);
  }

  static void adamStep(
      Backend on,
      AdamRule rule,
      double rate,
      long step,
      Scalar gradScale,
      Mat ok,
      Mat weights,
      Mat gradient,
      Mat mean,
      Mat square,
      Scratch scratch) {
    int n = weights.cols();
    var type = weights.type();
    double decay = rule.decoupled() ? 0 : rule.weightDecay();
    var g = decayedGradient(on, decay, gradScale, weights, gradient, scratch);
    var m = scratch.take(type, 1, n);
    var v = scratch.take(type, 1, n);
    on.copy(mean, m);
    on.affine(Scalar.of(1 - rule.beta1()), g, Scalar.of(rule.beta1()), m, 0);
    on.unary(UnaryOp.SQUARE, g, g);
    on.copy(square, v);
    on.affine(Scalar.of(1 - rule.beta2()), g, Scalar.of(rule.beta2()), v, 0);
    on.select(ok, m, mean, mean);
    on.select(ok, v, square, square);

    double correction1 = 1 - StrictMath.pow(rule.beta1(), step);
    double correction2 = 1 - StrictMath.pow(rule.beta2(), step);
    on.unary(UnaryOp.SQRT, v, g);
    on.affine(Scalar.of(1 / Math.sqrt(correction2)), g, Scalar.ZERO, g, rule.epsilon());
    on.binary(BinaryOp.DIV, m, g, Write.SET, g);
    double shrink = rule.decoupled() ? 1 - rate * rule.weightDecay() : 1;
    on.affine(Scalar.of(shrink), weights, Scalar.of(-rate / correction1), g, 0);
    on.select(ok, g, weights, weights);
  }

  /** {@code gradScale · gradient + decay · weights}, in fresh scratch memory. */
  private static Mat decayedGradient(
      Backend on, double decay, Scalar gradScale, Mat weights, Mat gradient, Scratch scratch) {
    var g = scratch.take(weights.type(), 1, weights.cols());
    on.affine(gradScale, gradient, Scalar.ZERO, g, 0);
    if (decay != 0) {
      on.affine(Scalar.of(decay), weights, Scalar.ONE, g, 0);
    }
    return g;
  }
}
