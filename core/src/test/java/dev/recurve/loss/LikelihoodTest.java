package dev.recurve.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.recurve.DataException;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import dev.recurve.autodiff.Tensors;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values are SciPy's, those that it cannot give to 15 digits mpmath's. */
class LikelihoodTest {
  private final Device device = Device.standard().withType(DType.F64);

  private Tensor of(double... values) {
    return Tensors.of(device, Shape.of(values.length), values);
  }

  static Stream<Arguments> densities() {
    return Stream.of(
        Arguments.of(Likelihood.gaussian(), 1.3, new double[] {0.4, 0.7}, 1.3887942015108383),
        Arguments.of(Likelihood.gaussian(), -2, new double[] {1, 3}, 2.5175508218727822),
        Arguments.of(Likelihood.studentT(), 1.3, new double[] {3.5, 0.4, 0.7}, 1.50316160706696435),
        Arguments.of(Likelihood.studentT(), -2, new double[] {1e5, 1, 3}, 2.5175558218644491),
        Arguments.of(Likelihood.studentT(), 40, new double[] {2.1, 1, 0.5}, 12.6974689028280027),
        Arguments.of(
            Likelihood.negativeBinomial(), 0, new double[] {2.5, 0.4}, 1.73286795139986327),
        Arguments.of(
            Likelihood.negativeBinomial(), 7, new double[] {2.5, 0.4}, 3.70540902606054542),
        Arguments.of(Likelihood.negativeBinomial(), 3, new double[] {4, 1e-5}, 1.63288638585171348),
        Arguments.of(
            Likelihood.negativeBinomial(), 1000, new double[] {900, 2}, 8.32981754669855652),
        Arguments.of(Likelihood.logNormal(), 2.5, new double[] {0.3, 0.7}, 1.8661198988890562),
        Arguments.of(Likelihood.logNormal(), 0.01, new double[] {-1, 1.2}, 1.0090246505165807));
  }

  @ParameterizedTest
  @MethodSource("densities")
  void density(Likelihood likelihood, double y, double[] parameters, double expected) {
    for (var type : List.of(DType.F64, DType.F32)) {
      var on = device.withType(type);
      List<Tensor> each =
          Arrays.stream(parameters)
              .<Tensor>mapToObj(p -> Tensors.of(on, Shape.of(1), new double[] {p}))
              .toList();
      var target = Tensors.of(on, Shape.of(1), new double[] {y});
      // Relative to the largest term.
      double tolerance = (type == DType.F64 ? 1e-14 : 2e-6) * Math.max(100, 10 * y);
      assertThat(likelihood.negativeLog(each, target).item())
          .as(type.name())
          .isCloseTo(expected, within(tolerance));
    }
  }

  /** Sums of probabilities over all counts, and integrals of densities. */
  @Test
  void probabilitiesSumToOne() {
    double[] counts = new double[400];
    Arrays.setAll(counts, i -> i);
    assertThat(mass(Likelihood.negativeBinomial(), counts, 6, 0.5)).isCloseTo(1, within(1e-9));
    double[] line = new double[40001];
    Arrays.setAll(line, i -> -200 + 0.01 * i);
    assertThat(0.01 * mass(Likelihood.gaussian(), line, 0.3, 2)).isCloseTo(1, within(1e-9));
    assertThat(0.01 * mass(Likelihood.studentT(), line, 5, 0.3, 2)).isCloseTo(1, within(1e-6));
    Arrays.setAll(line, i -> 0.01 * (i + 1));
    assertThat(0.01 * mass(Likelihood.logNormal(), line, 0.3, 0.5)).isCloseTo(1, within(1e-6));
  }

  private double mass(Likelihood likelihood, double[] at, double... parameters) {
    var each =
        Arrays.stream(parameters)
            .<Tensor>mapToObj(p -> Tensors.filled(device, Shape.of(at.length), p))
            .toList();
    return likelihood.negativeLog(each, of(at)).neg().exp().sum().item();
  }

  @Test
  void unboundedNumbersBecomeParameters() {
    var prediction = Tensors.of(device, Shape.of(2, 3), new double[] {0, -5, -1000, 40, 7, 3});
    var parameters = Likelihood.studentT().parameters(prediction);
    assertThat(Likelihood.studentT().parameterNames())
        .containsExactly("degrees", "location", "scale");
    assertThat(parameters.get(0).toDoubles())
        .containsExactly(new double[] {2 + Math.log(2) + 1e-6, 42 + 1e-6}, within(1e-12));
    assertThat(parameters.get(1).toDoubles()).containsExactly(-5, 7);
    assertThat(parameters.get(2).toDoubles())
        .containsExactly(new double[] {1e-6, Math.log1p(Math.exp(3)) + 1e-6}, within(1e-12));
  }

  @Test
  void theLossIsTheDensityOfTheLinkedParameters() {
    var prediction = Tensors.of(device, Shape.of(2, 2), new double[] {0.5, 1, -1, 0});
    var target = of(1, 2);
    var likelihood = Likelihood.negativeBinomial();
    double expected =
        likelihood.negativeLog(likelihood.parameters(prediction), target).mean().item();
    assertThat(likelihood.loss().mean(prediction, target).item()).isEqualTo(expected);
    assertThat(likelihood.loss().mean(prediction.reshape(Shape.of(4)), target).item())
        .isEqualTo(expected);
    assertThat(likelihood.loss().name()).isEqualTo("negative-binomial-nll");
  }

  @Test
  void extremePredictionsGiveFiniteLossesInSinglePrecision() {
    var single = device.withType(DType.F32);
    for (var likelihood :
        List.of(
            Likelihood.gaussian(),
            Likelihood.studentT(),
            Likelihood.negativeBinomial(),
            Likelihood.logNormal())) {
      int k = likelihood.parameterNames().size();
      for (double extreme : new double[] {-80, 0, 80}) {
        var prediction = Tensors.filled(single, Shape.of(3, k), extreme);
        var target = Tensors.of(single, Shape.of(3), 1, 5, 200);
        assertThat(likelihood.loss().mean(prediction, target).item())
            .as("%s of %s", likelihood, extreme)
            .isFinite();
      }
    }
  }

  @Test
  void targetsOutOfRangeAreNamed() {
    assertThatThrownBy(() -> Likelihood.negativeBinomial().loss().requireTargets(1, -2))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "The target -2.0 at index 1 is not for negative-binomial-nll, which wants a count: 0,"
                + " 1, 2, …");
    assertThatThrownBy(() -> Likelihood.negativeBinomial().loss().requireTargets(0.5))
        .isInstanceOf(DataException.class);
    assertThatThrownBy(() -> Likelihood.logNormal().loss().requireTargets(0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("greater than 0");
    assumeThat(device.backend().isGarbageCollected()).isTrue();
    assertThatThrownBy(
            () ->
                Likelihood.negativeBinomial()
                    .loss()
                    .mean(Tensors.zeros(device, Shape.of(2, 2)), of(3, -1)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("The target -1.0 at element [1]");
  }

  @Test
  void whatDoesNotFitIsNamed() {
    var likelihood = Likelihood.gaussian();
    assertThatThrownBy(() -> likelihood.parameters(of(1, 2, 3)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("[mean, scale]");
    assertThatThrownBy(() -> likelihood.negativeLog(List.of(of(1)), of(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> likelihood.negativeLog(List.of(of(1), of(1, 2)), of(1)))
        .isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> likelihood.loss().mean(of(1, 2, 3), of(1, 2, 3)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("2 numbers for each element, side by side");
  }
}
