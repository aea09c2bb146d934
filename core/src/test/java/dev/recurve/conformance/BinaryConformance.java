package dev.recurve.conformance;

import dev.recurve.spi.BinaryOp;
import dev.recurve.spi.DType;
import dev.recurve.spi.Write;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Functions of two operands, with every broadcast on both, and onto an operand. */
abstract class BinaryConformance extends ElementwiseConformance {
  private static final double INF = Double.POSITIVE_INFINITY;

  private static final Set<BinaryOp> EXACT =
      EnumSet.of(BinaryOp.MAX, BinaryOp.MIN, BinaryOp.GREATER, BinaryOp.EQUAL);

  @ParameterizedTest
  @EnumSource
  void binary(BinaryOp op) {
    onEachFloatType(
        m -> {
          for (Size size : sizes()) {
            for (Size a : broadcasts(size)) {
              for (Size b : broadcasts(size)) {
                for (Write write : Write.values()) {
                  checkBinary(m, op, write, size, a, b);
                }
              }
            }
          }
        });
  }

  private void checkBinary(Matrices m, BinaryOp op, Write write, Size size, Size a, Size b) {
    m.begin("%s(%s, %s) -> %s %s".formatted(op, a, b, write, size));
    var left = new Host(a.rows(), a.cols(), pairOperand(m, op, a));
    var right = new Host(b.rows(), b.cols(), pairOperand(m, op, b));
    double[] before = before(m, write, size);
    var y = m.target(size.rows(), size.cols(), before);
    on.binary(op, operand(m, left), operand(m, right), write, y);
    m.assertEachClose(
        tolerance(op, write, m.type()), y, expected(op, write, size, left, right, before));
  }

  @ParameterizedTest
  @EnumSource
  void binaryOntoAnOperand(BinaryOp op) {
    onEachFloatType(
        m -> {
          for (Size size : sizes()) {
            for (Size other : broadcasts(size)) {
              for (Write write : Write.values()) {
                var own = new Host(size.rows(), size.cols(), pairOperand(m, op, size));
                var its = new Host(other.rows(), other.cols(), pairOperand(m, op, other));
                var tolerance = tolerance(op, write, m.type());

                m.begin("%s(y, %s) -> %s y %s".formatted(op, other, write, size));
                var y = m.target(size.rows(), size.cols(), own.values());
                on.binary(op, y, operand(m, its), write, y);
                m.assertEachClose(tolerance, y, expected(op, write, size, own, its, own.values()));

                m.begin("%s(%s, y) -> %s y %s".formatted(op, other, write, size));
                var z = m.target(size.rows(), size.cols(), own.values());
                on.binary(op, operand(m, its), z, write, z);
                m.assertEachClose(tolerance, z, expected(op, write, size, its, own, own.values()));
              }
            }
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void binaryOfSpecialValues(BinaryOp op) {
    onEachFloatType(
        m -> {
          double[] values = {0, -0.0, 1, -2, INF, -INF, Double.NaN, 0.5};
          int n = values.length;
          var a = new Host(n, 1, values);
          var b = new Host(1, n, values);
          m.begin(op + " of special values");
          var y = m.blank(n, n);
          on.binary(op, operand(m, a), operand(m, b), Write.SET, y);
          m.assertEachClose(
              Tolerance.of(m.type()),
              y,
              expected(op, Write.SET, new Size(n, n), a, b, new double[n * n]));
        });
  }

  private static double[] expected(
      BinaryOp op, Write write, Size size, Host a, Host b, double[] before) {
    return Host.values(
        size.rows(),
        size.cols(),
        (r, c) -> {
          double value = oracle(op).applyAsDouble(a.at(r, c), b.at(r, c));
          return write == Write.ADD ? before[r * size.cols() + c] + value : value;
        });
  }

  /** Small whole numbers where equality matters, else numbers clear of 0, so that DIV is tame. */
  private static double[] pairOperand(Matrices m, BinaryOp op, Size size) {
    if (op == BinaryOp.EQUAL || op == BinaryOp.GREATER) {
      double[] whole = new double[size.elements()];
      Arrays.setAll(whole, _ -> m.random().nextInt(-2, 3));
      return whole;
    }
    double[] values = m.uniform(size.elements(), 0.25, 2);
    for (int i = 0; i < values.length; i++) {
      values[i] = m.random().nextBoolean() ? values[i] : -values[i];
    }
    return values;
  }

  private static Tolerance tolerance(BinaryOp op, Write write, DType type) {
    boolean exact = EXACT.contains(op) && write == Write.SET;
    return exact ? Tolerance.EXACT : Tolerance.of(type).summing(8);
  }

  private static DoubleBinaryOperator oracle(BinaryOp op) {
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
