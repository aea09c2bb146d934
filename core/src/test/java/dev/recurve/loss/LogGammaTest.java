package dev.recurve.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.autodiff.GradCheck;
import dev.recurve.autodiff.Tensors;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import org.junit.jupiter.api.Test;

/** Values are SciPy's, those of the ratio mpmath's with 30 digits. */
class LogGammaTest {
  private static final double[] X = {1e-3, 0.25, 0.5, 1, 1.5, 2, 3.7, 10, 123.4, 1e4, 1e6};

  private static final double[] LOG_GAMMA = {
    6.907178885383853,
    1.2880225246980774,
    0.5723649429247,
    0,
    -0.12078223763524526,
    0,
    1.428072326665388,
    12.801827480081469,
    469.3360974421906,
    82099.71749644238,
    12815504.569147611
  };

  private static final double[] DIGAMMA = {
    -1000.5755719318103,
    -4.2274535333762655,
    -1.9635100260214235,
    -0.5772156649015329,
    0.03648997397857652,
    0.42278433509846713,
    1.1671535393615113,
    2.251752589066721,
    4.8113737751162775,
    9.21029037114285,
    13.81551005796419
  };

  private static Tensor of(DType type, double... values) {
    return Tensors.of(Device.standard().withType(type), Shape.of(values.length), values);
  }

  private static void close(double[] actual, double[] expected, double tolerance) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i])
          .as("value %d", i)
          .isCloseTo(expected[i], within(tolerance * Math.max(1, Math.abs(expected[i]))));
    }
  }

  @Test
  void logGamma() {
    close(LogGamma.of(of(DType.F64, X)).toDoubles(), LOG_GAMMA, 1e-13);
    close(LogGamma.of(of(DType.F32, X)).toDoubles(), LOG_GAMMA, 5e-6);
  }

  @Test
  void digamma() {
    close(LogGamma.digamma(of(DType.F64, X)).toDoubles(), DIGAMMA, 1e-13);
    close(LogGamma.digamma(of(DType.F32, X)).toDoubles(), DIGAMMA, 2e-6);
  }

  /** In the last two, the difference of two logarithms has lost 5 to 7 digits more. */
  @Test
  void ratio() {
    double[] x = {0.3, 2, 5, 1e4, 1e6};
    double[] a = {0.5, 3, 1000, 3, 0.5};
    double[] expected = {
      -0.943738316418238,
      3.1780538303479458,
      5936.5911308069890,
      27.6313210909315478,
      6.9077551539821371
    };
    close(LogGamma.ratio(of(DType.F64, x), of(DType.F64, a)).toDoubles(), expected, 2e-14);
    close(LogGamma.ratio(of(DType.F32, x), of(DType.F32, a)).toDoubles(), expected, 2e-6);
  }

  @Test
  void logOfOneAndALittle() {
    double[] x = {0, 1e-12, 1e-5, 1, 1e12};
    double[] expected = {0, 1e-12 - 0.5e-24, Math.log1p(1e-5), Math.log(2), Math.log1p(1e12)};
    assertThat(LogGamma.log1p(of(DType.F64, x)).toDoubles())
        .containsExactly(expected, within(1e-13));
    assertThat(LogGamma.log1p(of(DType.F64, 1e-12)).item()).isCloseTo(1e-12, within(1e-24));
  }

  @Test
  void gradients() {
    var check = GradCheck.on(Device.standard().withType(DType.F64));
    check
        .input("x", Shape.of(6), 0.02, 0.5, 1.7, 4, 30, 200)
        .check(in -> LogGamma.of(in.getFirst()))
        .requireAgreement();
    GradCheck.on(Device.standard().withType(DType.F64))
        .input("x", Shape.of(5), 0.05, 0.7, 3, 40, 500)
        .input("a", Shape.of(5), 0.5, 2, 7, 0.5, 3)
        .check(in -> LogGamma.ratio(in.get(0), in.get(1)))
        .requireAgreement();
    GradCheck.on(Device.standard().withType(DType.F64))
        .input("x", Shape.of(3), 0.01, 1, 40)
        .check(in -> LogGamma.log1p(in.getFirst()))
        .requireAgreement();
  }
}
