package dev.recurve.conformance;

import dev.recurve.spi.DType;
import dev.recurve.spi.UnaryOp;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Functions of one operand. */
abstract class UnaryConformance extends ElementwiseConformance {
  private static final double INF = Double.POSITIVE_INFINITY;

  private static final Set<UnaryOp> POSITIVE =
      EnumSet.of(UnaryOp.SQRT, UnaryOp.RECIPROCAL, UnaryOp.LOG);

  private static final Set<UnaryOp> EXACT =
      EnumSet.of(UnaryOp.NEG, UnaryOp.ABS, UnaryOp.SIGN, UnaryOp.RELU, UnaryOp.IS_FINITE);

  private static final double[] SPECIAL = {
    0, -0.0, 1, -1, INF, -INF, Double.NaN, 20, -20, 88, -80, 1000, -1000, 1e-30, -1e-30, 0x1p-20
  };

  @ParameterizedTest
  @EnumSource
  void unary(UnaryOp op) {
    onEachFloatType(
        m -> {
          for (Size size : sizes()) {
            m.begin(op + " " + size);
            int n = size.elements();
            double[] x = POSITIVE.contains(op) ? m.uniform(n, 0.05, 4) : scaled(m, m.normal(n), 2);
            double[] expected = Arrays.stream(x).map(oracle(op)).toArray();
            var y = m.blank(size.rows(), size.cols());
            on.unary(op, m.operand(size.rows(), size.cols(), x), y);
            m.assertEachClose(tolerance(op, m.type()), y, expected);

            var inPlace = m.target(size.rows(), size.cols(), x);
            on.unary(op, inPlace, inPlace);
            m.assertEachClose(tolerance(op, m.type()), inPlace, expected);
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void unaryOfSpecialValues(UnaryOp op) {
    onEachFloatType(
        m -> {
          m.begin(op + " of special values");
          double[] x = Arrays.stream(SPECIAL).map(m::round).toArray();
          var y = m.blank(1, x.length);
          on.unary(op, m.operand(1, x.length, x), y);
          double[] expected =
              Arrays.stream(x).map(v -> m.round(oracle(op).applyAsDouble(v))).toArray();
          m.assertEachClose(tolerance(op, m.type()), y, expected);
        });
  }

  private static Tolerance tolerance(UnaryOp op, DType type) {
    return EXACT.contains(op) ? Tolerance.EXACT : Tolerance.of(type);
  }

  private static DoubleUnaryOperator oracle(UnaryOp op) {
    return switch (op) {
      case NEG -> x -> -x;
      case ABS -> Math::abs;
      case SIGN -> Math::signum;
      case SQUARE -> x -> x * x;
      case SQRT -> Math::sqrt;
      case RECIPROCAL -> x -> 1 / x;
      case EXP -> Math::exp;
      case LOG -> Math::log;
      case TANH -> Math::tanh;
      case SIGMOID -> x -> 1 / (1 + Math.exp(-x));
      case RELU -> x -> Math.max(x, 0);
      case SOFTPLUS -> x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
      case IS_FINITE -> x -> Double.isFinite(x) ? 1 : 0;
    };
  }

  private static double[] scaled(Matrices m, double[] values, double factor) {
    return Arrays.stream(values).map(v -> m.round(v * factor)).toArray();
  }
}
