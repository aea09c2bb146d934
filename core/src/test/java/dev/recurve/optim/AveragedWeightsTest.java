package dev.recurve.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.BundleException;
import dev.recurve.Shape;
import dev.recurve.optim.Training.Extras;
import dev.recurve.optim.Training.Weights;
import dev.recurve.params.HostArray;
import dev.recurve.params.ParamGroup;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Averages of weights, their places, and what they are worth after a skipped step. */
class AveragedWeightsTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-14);

  private final Device device = Device.standard().withType(DType.F64);

  private static double[] of(double... values) {
    return values;
  }

  /** Two groups, plain descent with the rate 1. */
  private Training training(WeightAverage rule) {
    return new Training(
        device,
        Sgd.withRate(1),
        Extras.of(rule),
        Weights.of(ParamGroup.named("a"), 8, 0),
        Weights.of(ParamGroup.named("b"), 1));
  }

  private static double[] averages(Training training, String name) {
    return training.average.orElseThrow().values().get(name).toDoubles();
  }

  @Test
  void anExponentialAverageByHand() {
    try (var training = training(new WeightAverage.Exponential(0.75, false))) {
      assertThat(averages(training, "w0")).containsExactly(8, 0);
      training.step(of(4, -4), of(0));
      assertThat(training.values(0)).containsExactly(4, 4);
      assertThat(averages(training, "w0")).containsExactly(of(7, 1), CLOSE);
      training.step(of(4, 0), of(-4));
      assertThat(averages(training, "w0")).containsExactly(of(5.25, 1.75), CLOSE);
      assertThat(averages(training, "w1")).containsExactly(of(0.75 + 0.25 * 5), CLOSE);
    }
  }

  @Test
  void warmUpForgetsTheFirstWeights() {
    var rule = WeightAverage.exponential(0.9);
    assertThat(rule.kept(1)).isCloseTo(0.1, CLOSE);
    assertThat(rule.kept(11)).isCloseTo(11.0 / 20, CLOSE);
    assertThat(rule.kept(80)).isCloseTo(80.0 / 89, CLOSE);
    assertThat(rule.kept(82)).isEqualTo(0.9);
  }

  @Test
  void aMeanIsTheMeanOverTheStepsAfterSoMany() {
    try (var training = training(WeightAverage.mean(2))) {
      double[] path = {7, 6, 4, 1, -3, -8};
      double before = 8;
      double sum = 0;
      for (int t = 1; t <= path.length; t++) {
        training.step(of(before - path[t - 1], 0), of(0));
        before = path[t - 1];
        sum += t > 2 ? before : 0;
        double expected = t > 2 ? sum / (t - 2) : before;
        assertThat(averages(training, "w0")[0]).as("step %d", t).isCloseTo(expected, CLOSE);
      }
    }
  }

  @Test
  void aSkippedStepIsNotTakenIn() {
    try (var training = training(WeightAverage.exponential(0.5))) {
      training.step(of(4, -4), of(0));
      double[] before = averages(training, "w0");
      training.step(of(Double.NaN, 1), of(0));
      assertThat(averages(training, "w0")).containsExactly(before);
    }
  }

  @Test
  void theyAreLentOutAndTakenBack() {
    try (var training = training(new WeightAverage.Exponential(0.75, false))) {
      training.step(of(4, -4), of(0));
      var average = training.average.orElseThrow();
      long version = training.version(0);
      double[] seen =
          average.inPlace(
              () -> {
                assertThat(training.version(0)).isGreaterThan(version);
                assertThatThrownBy(() -> training.step(of(0, 0), of(0)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("in the model's place");
                return average.inPlace(() -> training.values(0));
              });
      assertThat(seen).containsExactly(of(7, 1), CLOSE);
      assertThat(training.values(0)).containsExactly(4, 4);
      assertThat(averages(training, "w0")).containsExactly(of(7, 1), CLOSE);
      assertThatThrownBy(
              () ->
                  average.inPlace(
                      () -> {
                        throw new IllegalArgumentException("evaluation failed");
                      }))
          .hasMessage("evaluation failed");
      assertThat(training.values(0)).containsExactly(4, 4);
      average.install();
      assertThat(training.values(0)).containsExactly(of(7, 1), CLOSE);
    }
  }

  @Test
  void aRestoredAverageGoesOnTheSame() {
    try (var whole = training(WeightAverage.mean(0));
        var rest = training(WeightAverage.mean(0))) {
      whole.step(of(0.3, 0.1), of(0.7));
      whole.step(of(0.2, 0.4), of(0.1));
      rest.store.restore(whole.store.values());
      rest.state.restore(whole.state.step(), whole.state.values());
      rest.average.orElseThrow().restore(whole.average.orElseThrow().values());
      whole.step(of(0.9, -0.4), of(0.1));
      rest.step(of(0.9, -0.4), of(0.1));
      assertThat(averages(rest, "w0")).containsExactly(averages(whole, "w0"));
      assertThat(averages(rest, "w1")).containsExactly(averages(whole, "w1"));
    }
  }

  @Test
  void anotherModelsAverageIsRefusedWhole() {
    try (var training = training(WeightAverage.mean(0))) {
      var average = training.average.orElseThrow();
      var values = new LinkedHashMap<String, HostArray>();
      values.put("w0", new HostArray.F64(Shape.of(2), of(5, 5)));
      refused(average, values, "the first difference is w1, here [1], there missing");
      values.put("w1", new HostArray.F64(Shape.of(2), of(5, 5)));
      refused(average, values, "the first difference is w1, here [1], there [2]");
      values.put("w1", new HostArray.F64(Shape.of(1), of(5)));
      values.put("w2", new HostArray.F64(Shape.of(1), of(5)));
      refused(average, values, "it has w2");
      assertThat(averages(training, "w0")).containsExactly(8, 0);
    }
  }

  private static void refused(
      AveragedWeights average, Map<String, HostArray> values, String message) {
    assertThatThrownBy(() -> average.restore(values))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("averaged weights are of another model")
        .hasMessageContaining(message);
  }

  @Test
  void numbersAreChecked() {
    for (double decay : of(-0.1, 1, Double.NaN)) {
      assertThatThrownBy(() -> WeightAverage.exponential(decay))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("at least 0 and less than 1, received " + decay);
    }
    assertThatThrownBy(() -> WeightAverage.mean(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("received -1");
  }
}
