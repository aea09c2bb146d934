package dev.recurve.runtime;

import dev.recurve.spi.BinaryOp;
import dev.recurve.spi.CounterRandom;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Scalar;
import dev.recurve.spi.UnaryOp;
import dev.recurve.spi.Write;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * Element-wise kernels, computed in double and rounded once. Functions come from {@link
 * StrictMath}, whose results are the same bits everywhere.
 */
final class ReferenceElementwise {
  private ReferenceElementwise() {}

  static double value(Scalar scalar) {
    return switch (scalar) {
      case Scalar.Value(double value) -> value;
      case Scalar.OnDevice(Mat mat) -> ReferenceView.of(mat).at(0, 0);
    };
  }

  static void affine(Scalar alpha, Mat x, Scalar beta, Mat y, double shift) {
    var from = ReferenceView.of(x, y);
    var to = ReferenceView.of(y);
    boolean overwrites = beta.equals(Scalar.ZERO);
    double a = value(alpha);
    double b = value(beta);
    for (int r = 0; r < y.rows(); r++) {
      for (int c = 0; c < y.cols(); c++) {
        double scaled = a * from.at(r, c);
        to.set(r, c, (overwrites ? scaled : scaled + b * to.at(r, c)) + shift);
      }
    }
  }

  static void unary(UnaryOp op, Mat x, Mat y) {
    var f = function(op);
    var from = ReferenceView.of(x, y);
    var to = ReferenceView.of(y);
    for (int r = 0; r < y.rows(); r++) {
      for (int c = 0; c < y.cols(); c++) {
        to.set(r, c, f.applyAsDouble(from.at(r, c)));
      }
    }
  }

  static void binary(BinaryOp op, Mat a, Mat b, Write write, Mat y) {
    var f = function(op);
    var left = ReferenceView.broadcast(a, y);
    var right = ReferenceView.broadcast(b, y);
    var to = ReferenceView.of(y);
    for (int r = 0; r < y.rows(); r++) {
      for (int c = 0; c < y.cols(); c++) {
        to.put(write, r, c, f.applyAsDouble(left.at(r, c), right.at(r, c)));
      }
    }
  }

  static void select(Mat mask, Mat a, Mat b, Mat y) {
    var which = ReferenceView.broadcast(mask, y);
    var left = ReferenceView.broadcast(a, y);
    var right = ReferenceView.broadcast(b, y);
    var to = ReferenceView.of(y);
    for (int r = 0; r < y.rows(); r++) {
      for (int c = 0; c < y.cols(); c++) {
        to.set(r, c, which.at(r, c) != 0 ? left.at(r, c) : right.at(r, c));
      }
    }
  }

  static void randomMask(long key, long counter, double keep, Mat y) {
    var to = ReferenceView.of(y);
    for (int r = 0; r < y.rows(); r++) {
      for (int c = 0; c < y.cols(); c++) {
        long place = counter + (long) r * y.cols() + c;
        to.set(r, c, CounterRandom.uniform(key, place) < keep ? 1 / keep : 0);
      }
    }
  }

  static void randomNormal(long key, long counter, double deviation, Mat y) {
    var to = ReferenceView.of(y);
    for (int r = 0; r < y.rows(); r++) {
      for (int c = 0; c < y.cols(); c++) {
        long place = counter + (long) r * y.cols() + c;
        to.set(r, c, deviation * CounterRandom.normal(key, place));
      }
    }
  }

  static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  private static DoubleUnaryOperator function(UnaryOp op) {
    return switch (op) {
      case NEG -> x -> -x;
      case ABS -> Math::abs;
      case SIGN -> Math::signum;
      case SQUARE -> x -> x * x;
      case SQRT -> Math::sqrt;
      case RECIPROCAL -> x -> 1 / x;
      case EXP -> StrictMath::exp;
      case LOG -> StrictMath::log;
      case TANH -> StrictMath::tanh;
      case SIGMOID -> ReferenceElementwise::sigmoid;
      case RELU -> x -> Math.max(x, 0);
      case SOFTPLUS -> x -> Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
      case IS_FINITE -> x -> Double.isFinite(x) ? 1 : 0;
    };
  }

  private static DoubleBinaryOperator function(BinaryOp op) {
    return switch (op) {
      case ADD -> (a, b) -> a + b;
      case SUB -> (a, b) -> a - b;
      case MUL -> (a, b) -> a * b;
      case DIV -> (a, b) -> a / b;
      case MAX -> Math::max;
      case MIN -> Math::min;
      case GREATER -> (a, b) -> a > b ? 1 : 0;
      case EQUAL -> (a, b) -> a == b ? 1 : 0;
      case TANH_GRAD -> (a, b) -> a * (1 - b * b);
      case SIGMOID_GRAD -> (a, b) -> a * b * (1 - b);
      case RELU_GRAD -> (a, b) -> b > 0 ? a : 0;
    };
  }
}
