package dev.recurve.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recurve.optim.Training.Extras;
import dev.recurve.optim.Training.Weights;
import dev.recurve.params.ParamGroup;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Noise on gradients: as large as it should be, drawn from the seed, added after clipping. */
class GradientNoiseTest {
  private static final int N = 10_000;

  private final Device device = Device.standard().withType(DType.F64);

  /** Plain descent with the rate 1 from 0 shows the negative of the noise. */
  private Training noisy(Extras extras) {
    return new Training(
        device, Sgd.withRate(1), extras, Weights.of(ParamGroup.named("a"), new double[N]));
  }

  private static double[] zeros() {
    return new double[N];
  }

  private static double variance(double[] values) {
    return Arrays.stream(values).map(v -> v * v).average().orElseThrow();
  }

  private static double[] difference(double[] a, double[] b) {
    double[] d = new double[a.length];
    Arrays.setAll(d, i -> a[i] - b[i]);
    return d;
  }

  @Test
  void theVarianceFalls() {
    try (var training = noisy(Extras.of(new GradientNoise(0.3, 1)))) {
      double[] before = zeros();
      for (int t = 0; t < 4; t++) {
        training.step(1, t, zeros());
        double[] after = training.values(0);
        double expected = 0.3 / (1 + t);
        // Five standard errors.
        assertThat(variance(difference(after, before)))
            .as("step %d", t)
            .isCloseTo(expected, within(5 * expected * Math.sqrt(2.0 / N)));
        before = after;
      }
    }
  }

  @Test
  void theUsualPowerIsThePapers() {
    assertThat(GradientNoise.withVariance(0.01)).isEqualTo(new GradientNoise(0.01, 0.55));
    assertThat(new GradientNoise(0.01, 0.55).deviation(99))
        .isCloseTo(Math.sqrt(0.01 / Math.pow(100, 0.55)), within(1e-15));
  }

  private double[] afterOneStep(Extras extras, long key) {
    try (var training = noisy(extras)) {
      training.step(1, key, zeros());
      return training.values(0);
    }
  }

  @Test
  void theSameKeyGivesTheSameNoise() {
    var extras = Extras.of(GradientNoise.withVariance(1));
    double[] one = afterOneStep(extras, 5);
    assertThat(afterOneStep(extras, 5)).containsExactly(one);
    double[] other = afterOneStep(extras, 6);
    // Independent: the variance of the difference is twice that of each.
    assertThat(variance(difference(one, other))).isCloseTo(2, within(5 * 2 * Math.sqrt(2.0 / N)));
  }

  @Test
  void groupsGetNoiseOfTheirOwn() {
    try (var training =
        new Training(
            device,
            Sgd.withRate(1),
            Extras.of(GradientNoise.withVariance(1)),
            Weights.of(ParamGroup.named("a"), zeros()),
            Weights.of(ParamGroup.named("b"), zeros()))) {
      training.step(zeros(), zeros());
      assertThat(variance(difference(training.values(0), training.values(1))))
          .isCloseTo(2, within(5 * 2 * Math.sqrt(2.0 / N)));
    }
  }

  @Test
  void clippingDoesNotTakeItAway() {
    var noise = Optional.of(GradientNoise.withVariance(1));
    double[] free = afterOneStep(Extras.of(noise.get()), 5);
    for (var clipping :
        new Clipping[] {
          Clipping.byValue(1e-3), Clipping.byNorm(1e-3), Clipping.byGlobalNorm(1e-3)
        }) {
      assertThat(afterOneStep(new Extras(clipping, noise, Optional.empty()), 5))
          .containsExactly(free);
    }
  }

  @Test
  void theNormIsThatOfTheGradient() {
    try (var training = noisy(Extras.of(GradientNoise.withVariance(1)))) {
      double[] gradient = zeros();
      gradient[7] = 3;
      training.step(gradient);
      assertThat(training.update.norm().item()).isEqualTo(3);
    }
  }

  @Test
  void numbersAreChecked() {
    assertThatThrownBy(() -> GradientNoise.withVariance(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("greater than 0, received 0.0");
    assertThatThrownBy(() -> new GradientNoise(1, -0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 or more, received -0.5");
  }
}
