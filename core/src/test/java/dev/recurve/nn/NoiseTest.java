package dev.recurve.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.recurve.Lengths;
import dev.recurve.Params;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.autodiff.Steps;
import dev.recurve.autodiff.Tensors;
import dev.recurve.params.HostArray;
import dev.recurve.params.ParamStore;
import dev.recurve.runtime.Device;
import dev.recurve.spi.Bias;
import dev.recurve.spi.Direction;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Dropout within a layer and zoneout, by values worked out by hand: in a rectified layer whose
 * weights are unit matrices, every output is a sum of masked inputs.
 */
class NoiseTest {
  private static final Device DEVICE = Devices.F64;
  private static final int UNITS = 20;
  private static final int BATCH = 3;
  private static final int STEPS = 4;

  /** {@code h' = relu(x + recurrent·h)}. */
  private static ParamStore weights(double recurrent) {
    return ParamStore.from(
        Map.of("weight_ih_l0", diagonal(1), "weight_hh_l0", diagonal(recurrent)), DEVICE);
  }

  private static HostArray diagonal(double value) {
    double[] matrix = new double[UNITS * UNITS];
    for (int i = 0; i < UNITS; i++) {
      matrix[i * UNITS + i] = value;
    }
    return new HostArray.F64(Shape.of(UNITS, UNITS), matrix);
  }

  /** Outputs {@code [T][B·H]} of inputs that are the same for all features of a step. */
  private static double[][] run(
      double recurrent,
      UnaryOperator<SimpleRnn> options,
      boolean stepByStep,
      boolean training,
      double... inputs) {
    var params = weights(recurrent);
    var base = SimpleRnn.sized(UNITS, UNITS).relu().bias(Bias.NONE);
    var built = options.apply(base).with(params);
    var layer = stepByStep ? built.stepByStep() : built;
    params.seal();
    double[] x = new double[inputs.length * BATCH * UNITS];
    for (int t = 0; t < inputs.length; t++) {
      Arrays.fill(x, t * BATCH * UNITS, (t + 1) * BATCH * UNITS, inputs[t]);
    }
    var shape = Shape.of(inputs.length, BATCH, UNITS);
    try (var steps = new Steps(DEVICE)) {
      Supplier<double[]> work =
          () ->
              layer
                  .apply(
                      Sequence.of(Tensors.of(DEVICE, shape, x), Lengths.full(BATCH, inputs.length)))
                  .data()
                  .toDoubles();
      double[] y = training ? steps.train(77, _ -> work.get()) : steps.infer(work);
      var byStep = new double[inputs.length][];
      for (int t = 0; t < inputs.length; t++) {
        byStep[t] = Arrays.copyOfRange(y, t * BATCH * UNITS, (t + 1) * BATCH * UNITS);
      }
      return byStep;
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void inputDropoutTakesTheSameFeaturesAtAllSteps(boolean stepByStep) {
    var y = run(0, rnn -> rnn.inputDropout(0.5), stepByStep, true, 1, 1, 1, 1);
    assertThat(y[0]).containsOnly(0, 2).contains(0, 2);
    for (int t = 1; t < STEPS; t++) {
      assertThat(y[t]).isEqualTo(y[0]);
    }
    var first = Arrays.copyOfRange(y[0], 0, UNITS);
    var second = Arrays.copyOfRange(y[0], UNITS, 2 * UNITS);
    assertThat(second).as("another sequence's features").isNotEqualTo(first);
    var calm = run(0, rnn -> rnn.inputDropout(0.5), stepByStep, false, 1, 1, 1, 1);
    assertThat(calm[0]).containsOnly(1);
  }

  /** A single impulse goes around: it is 1, then m, then m². */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void recurrentDropoutTakesTheSameUnitsAtAllSteps(boolean stepByStep) {
    var y = run(1, rnn -> rnn.recurrentDropout(0.75), stepByStep, true, 1, 0, 0, 0);
    assertThat(y[0]).containsOnly(1);
    assertThat(y[1]).containsOnly(0, 4).contains(0, 4);
    for (int i = 0; i < y[1].length; i++) {
      assertThat(y[2][i]).isEqualTo(y[1][i] * y[1][i]);
      assertThat(y[3][i]).isEqualTo(y[1][i] * y[1][i] * y[1][i]);
    }
    var calm = run(1, rnn -> rnn.recurrentDropout(0.75), stepByStep, false, 1, 0, 0, 0);
    assertThat(calm[3]).containsOnly(1);
  }

  /** Inputs grow, so that an output tells from which step it was kept. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void zoneoutKeepsUnitsAnewAtEachStep(boolean stepByStep) {
    var y = run(0, rnn -> rnn.zoneout(0.5, 0), stepByStep, true, 1, 2, 4, 8);
    assertThat(y[0]).containsOnly(0, 1).contains(0, 1);
    for (int t = 1; t < STEPS; t++) {
      double fresh = 1 << t;
      int kept = 0;
      for (int i = 0; i < y[t].length; i++) {
        assertThat(y[t][i]).isIn(fresh, y[t - 1][i]);
        kept += y[t][i] == fresh ? 0 : 1;
      }
      assertThat(kept).isBetween(y[t].length / 5, 4 * y[t].length / 5);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void zoneoutIsItsExpectationOutsideTraining(boolean stepByStep) {
    var y = run(0, rnn -> rnn.zoneout(0.25, 0), stepByStep, false, 4, 8, 0, 0);
    assertThat(y[0]).containsOnly(3);
    assertThat(y[1]).containsOnly(0.25 * 3 + 0.75 * 8);
    assertThat(y[2]).containsOnly(0.25 * 6.75);
    assertThat(y[3]).containsOnly(0.25 * 0.25 * 6.75);
  }

  // ---------------------------------------------------------- what is said

  @ParameterizedTest
  @EnumSource
  void noiseKeepsTheFusedPath(LayerKind kind) {
    var noise = new Noise(0.2, 0.3, 0.1, 0.05);
    var form = LayerKind.Form.of(Direction.BOTH, LayerKind.Path.WHOLE);
    var params = ParamStore.fresh(1, Devices.F32);
    var layer = kind.build(3, 4, form.withNoise(noise), params);
    assertThat(layer.explain()).contains("input dropout 0.2", "zoneout 0.1 and 0.05");
    if (kind.isBuiltIn()) {
      assertThat(layer.explain())
          .contains("recurrent dropout 0.3", "whole, by")
          .doesNotContain("step by step");
    } else if (kind.runsWhole()) {
      assertThat(layer.explain()).contains("step by step; zoneout looks at each step's state");
      var still = kind.build(3, 4, form.withNoise(new Noise(0.2, 0, 0, 0)), params.child("still"));
      assertThat(still.explain()).contains("whole, by a linear scan");
    } else {
      assertThat(layer.explain()).contains("step by step; its cell names no fused form");
    }
  }

  static Stream<Arguments> badShares() {
    return Stream.of(-0.1, 1.0, Double.NaN).map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("badShares")
  void sharesAreProbabilities(double share) {
    var lstm = Lstm.sized(2, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> lstm.inputDropout(share))
        .withMessageContaining("Input dropout")
        .withMessageContaining("" + share);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> lstm.recurrentDropout(share))
        .withMessageContaining("Recurrent dropout");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> lstm.zoneout(share, 0))
        .withMessageContaining("Zoneout of the output");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> lstm.zoneout(0, share))
        .withMessageContaining("Zoneout of the cell state");
  }

  @Test
  void recurrentDropoutAsksForACellThatTellsWhatItsWeightsSee() {
    var builder = Recurrent.sized(2, 3, MinimalGatedUnit::create).recurrentDropout(0.2);
    Params params = ParamStore.fresh(1, DEVICE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.with(params))
        .withMessageContaining("MinimalGatedUnit")
        .withMessageContaining("use SimpleRnn, Lstm or Gru");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 4, 5})
  void aProjectionIsSmallerThanTheCellState(int size) {
    var params = ParamStore.fresh(1, DEVICE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Lstm.sized(2, 4).projection(size).with(params))
        .withMessageContaining("received projection " + size + ", hidden size 4");
  }
}
