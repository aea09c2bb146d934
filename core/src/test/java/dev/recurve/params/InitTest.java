package dev.recurve.params;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.recurve.Init;
import dev.recurve.RecurveException;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.nn.Linear;
import dev.recurve.nn.Lstm;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** First values have the distributions that they are said to have. */
class InitTest {
  private static final Shape SHAPE = Shape.of(150, 100);

  private static double[] drawn(Init init, Shape shape) {
    return drawn(init, shape, 5);
  }

  private static double[] drawn(Init init, Shape shape, long seed) {
    var params = ParamStore.fresh(seed, Device.standard().withType(DType.F64));
    return params.get("w", shape, init).value().toDoubles();
  }

  private static double normal(double x) {
    return 0.5 * (1 + erf(x / Math.sqrt(2)));
  }

  /** The series of the error function, exact enough within ±4. */
  private static double erf(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; n < 100; n++) {
      term *= -x * x / n;
      sum += term / (2 * n + 1);
    }
    return Math.clamp(2 / Math.sqrt(Math.PI) * sum, -1, 1);
  }

  private static DoubleUnaryOperator uniform(double bound) {
    return x -> Math.clamp((x + bound) / (2 * bound), 0, 1);
  }

  private static DoubleUnaryOperator normalOf(double deviation) {
    return x -> Math.abs(x) > 4 * deviation ? (x > 0 ? 1 : 0) : normal(x / deviation);
  }

  private static Arguments of(String name, Init init, Shape shape, DoubleUnaryOperator cdf) {
    return Arguments.of(name, init, shape, cdf);
  }

  static Stream<Arguments> distributions() {
    double inside = normal(2) - normal(-2);
    return Stream.of(
        of("uniform", new Init.Uniform(0.3), SHAPE, uniform(0.3)),
        of("scaled to a fan", Init.scaledTo(25), SHAPE, uniform(0.2)),
        of("normal", new Init.Normal(0.3), SHAPE, normalOf(0.3)),
        of(
            "truncated normal",
            new Init.TruncatedNormal(0.3),
            SHAPE,
            x -> Math.clamp((normal(Math.clamp(x / 0.3, -2, 2)) - normal(-2)) / inside, 0, 1)),
        of("Glorot uniform", Init.glorotUniform(), SHAPE, uniform(Math.sqrt(6 / 250.0))),
        of("Glorot normal", Init.glorotNormal(), SHAPE, normalOf(Math.sqrt(2 / 250.0))),
        of("He uniform", Init.heUniform(), SHAPE, uniform(Math.sqrt(6 / 100.0))),
        of("He normal", Init.heNormal(), SHAPE, normalOf(Math.sqrt(2 / 100.0))),
        of(
            "out of a kernel",
            new Init.Scaled(Init.Fan.OUT, 2, false),
            Shape.of(40, 50, 3, 2),
            normalOf(2 / Math.sqrt(240))),
        of(
            "He of a kernel",
            Init.heUniform(),
            Shape.of(40, 50, 3, 2),
            uniform(Math.sqrt(6 / 300.0))),
        // a rotated unit vector's elements are about normal
        of("orthogonal", Init.orthogonal(), Shape.of(100, 150), normalOf(1 / Math.sqrt(150))));
  }

  /** Kolmogorov and Smirnov's largest distance; beyond 1.95/√n once in a thousand. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("distributions")
  void hasItsDistribution(String name, Init init, Shape shape, DoubleUnaryOperator cdf) {
    double[] values = drawn(init, shape);
    Arrays.sort(values);
    double largest = 0;
    for (int i = 0; i < values.length; i++) {
      double expected = cdf.applyAsDouble(values[i]);
      largest = Math.max(largest, Math.abs(expected - i / (double) values.length));
      largest = Math.max(largest, Math.abs(expected - (i + 1) / (double) values.length));
    }
    assertThat(largest).as(name).isLessThan(1.95 / Math.sqrt(values.length));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("distributions")
  void dependsOnTheSeedAlone(String name, Init init, Shape shape, DoubleUnaryOperator unused) {
    assertThat(drawn(init, shape)).as(name).isEqualTo(drawn(init, shape));
    assertThat(drawn(init, shape, 6)).as(name).isNotEqualTo(drawn(init, shape));
  }

  @Test
  void truncatedNormalStaysWithinTwoDeviations() {
    double[] values = drawn(new Init.TruncatedNormal(0.5), SHAPE);
    assertThat(DoubleStream.of(values).map(Math::abs).max().orElseThrow()).isBetween(0.99, 1.0);
    double deviation = Math.sqrt(DoubleStream.of(values).map(v -> v * v).average().orElseThrow());
    assertThat(deviation).isCloseTo(0.5 * 0.8796, within(0.005));
  }

  // ------------------------------------------------------------- orthogonal

  static Stream<Shape> matrices() {
    return Stream.of(
        Shape.of(7, 7), Shape.of(3, 8), Shape.of(8, 3), Shape.of(1, 1), Shape.of(4, 3, 2));
  }

  @ParameterizedTest
  @MethodSource("matrices")
  void rowsOrColumnsAreOrthonormal(Shape shape) {
    assertOrthogonal(
        drawn(new Init.Orthogonal(2), shape),
        0,
        shape.dim(0),
        Math.toIntExact(shape.size()) / shape.dim(0),
        2);
  }

  @Test
  void eachGateIsOrthogonalForItself() {
    double[] values = drawn(Init.orthogonal(4), Shape.of(20, 5));
    for (int gate = 0; gate < 4; gate++) {
      assertOrthogonal(values, gate * 5, 5, 5, 1);
    }
    assertThat(Arrays.copyOfRange(values, 0, 25)).isNotEqualTo(Arrays.copyOfRange(values, 25, 50));
  }

  private static void assertOrthogonal(
      double[] values, int firstRow, int rows, int cols, double gain) {
    int count = Math.min(rows, cols);
    for (int a = 0; a < count; a++) {
      for (int b = 0; b < count; b++) {
        double dot = 0;
        for (int i = 0; i < Math.max(rows, cols); i++) {
          dot +=
              rows <= cols
                  ? values[(firstRow + a) * cols + i] * values[(firstRow + b) * cols + i]
                  : values[(firstRow + i) * cols + a] * values[(firstRow + i) * cols + b];
        }
        assertThat(dot).isCloseTo(a == b ? gain * gain : 0, within(1e-12));
      }
    }
  }

  // ------------------------------------------------------------ given values

  @Test
  void givenValuesAndZeroRows() {
    var given = Init.given(1, 2, 3, 4, 5, 6);
    assertThat(drawn(given, Shape.of(3, 2))).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(drawn(new Init.ZeroRow(given, 1), Shape.of(3, 2))).containsExactly(1, 2, 0, 0, 5, 6);
    assertThat(drawn(new Init.Constant(0.5), Shape.of(2))).containsExactly(0.5, 0.5);
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> drawn(given, Shape.of(3, 3)))
        .withMessage("The parameter w [3, 3] begins with 6 given values, but has 9");
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> drawn(new Init.ZeroRow(given, 3), Shape.of(3, 2)))
        .withMessageContaining("w [3, 2] has no row 3");
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> drawn(Init.orthogonal(4), Shape.of(6, 2)))
        .withMessageContaining(
            "w begins in 4 blocks, of which its first axis must be a multiple; received [6, 2]");
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> drawn(Init.orthogonal(), Shape.of(6)))
        .withMessage("Orthogonal weights are a matrix, the parameter w is [6]");
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    for (Runnable action :
        new Runnable[] {
          () -> new Init.Uniform(-1),
          () -> new Init.Normal(Double.NaN),
          () -> new Init.TruncatedNormal(-1),
          () -> new Init.Scaled(Init.Fan.IN, -1, true),
          () -> new Init.Orthogonal(-1),
          () -> Init.orthogonal(0),
          () -> new Init.ZeroRow(Init.zeros(), -1)
        }) {
      assertThatIllegalArgumentException()
          .isThrownBy(action::run)
          .withMessageContaining("received");
    }
  }

  // ------------------------------------------------------------------- rules

  @Test
  void aStoreMayBeginOtherwise() {
    var params =
        ParamStore.fresh(1, Device.standard())
            .initialize("*.weight*", new Init.Constant(3))
            .initialize("*.weight_hh*", Init.orthogonal(4))
            .initialize("*.bias*", Init.zeros());
    Lstm.sized(2, 3).with(params.child("lstm"));
    Linear.sized(3, 2).with(params.child("head"));
    params.buffer("weight", Shape.of(2), new Init.Constant(7));
    params.seal();
    var values = params.values();
    assertThat(values.get("lstm.weight_ih_l0").toDoubles()).containsOnly(3);
    assertThat(values.get("head.weight").toDoubles()).containsOnly(3);
    assertThat(values.get("lstm.bias_hh_l0").toDoubles()).containsOnly(0);
    assertThat(values.get("weight").toDoubles()).containsOnly(7);
    double[] recurrent = values.get("lstm.weight_hh_l0").toDoubles();
    double squares = DoubleStream.of(recurrent).map(v -> v * v).sum();
    assertThat(squares).isCloseTo(4 * 3, within(1e-5));
  }

  @Test
  void rulesComeFirstAndHaveToMatch() {
    var late = ParamStore.fresh(1, Device.standard());
    Linear.sized(3, 2).with(late.child("head"));
    assertThatExceptionOfType(RecurveException.class)
        .isThrownBy(() -> late.initialize("*", Init.zeros()))
        .withMessageContaining("before layers are built, but there is head.weight already");
    var wrong = ParamStore.fresh(1, Device.standard()).initialize("haed.*", Init.zeros());
    Linear.sized(3, 2).with(wrong.child("head"));
    assertThatExceptionOfType(RecurveException.class)
        .isThrownBy(wrong::seal)
        .withMessageContaining("No parameter matches haed.*");
  }
}
