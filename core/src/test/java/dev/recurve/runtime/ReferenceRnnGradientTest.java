package dev.recurve.runtime;

import static dev.recurve.runtime.Agreement.assertAgrees;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.spi.Activation;
import dev.recurve.spi.Bias;
import dev.recurve.spi.DType;
import dev.recurve.spi.Direction;
import dev.recurve.spi.RnnCell;
import dev.recurve.spi.RnnMask;
import dev.recurve.spi.RnnSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every gradient is the slope that central differences find. */
class ReferenceRnnGradientTest {
  static final List<RnnCell> CELLS =
      List.of(
          new RnnCell.Simple(Activation.TANH),
          new RnnCell.Simple(Activation.RELU),
          new RnnCell.Lstm(),
          new RnnCell.Gru(true),
          new RnnCell.Gru(false));

  private static final int[] LENGTHS = {2, 0, 4, 3};
  private static final double STEP = 1e-5;

  private final ReferenceBackend backend = new ReferenceBackend();

  static List<RnnSpec> specs() {
    var specs = new ArrayList<RnnSpec>();
    for (var cell : CELLS) {
      for (var direction : Direction.values()) {
        for (var bias : Bias.values()) {
          for (var masks : List.of(Set.<RnnMask>of(), Set.of(RnnMask.values()))) {
            specs.add(new RnnSpec(cell, 2, 3, direction, bias, masks));
          }
        }
      }
    }
    return specs;
  }

  @ParameterizedTest
  @MethodSource("specs")
  void gradientsAreSlopes(RnnSpec spec) {
    check(RnnProblem.random(spec, 5, LENGTHS, seed(spec)));
  }

  /** The same in every virtual machine, unlike the hash codes of enums and the order of sets. */
  private static long seed(RnnSpec spec) {
    return "%s %s %s %d"
        .formatted(spec.cell(), spec.direction(), spec.bias(), spec.masks().size())
        .hashCode();
  }

  static List<RnnSpec> zoneoutSpecs() {
    return CELLS.stream()
        .map(cell -> new RnnSpec(cell, 2, 3, Direction.BOTH, Bias.BOTH, Set.of(RnnMask.ZONEOUT)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("zoneoutSpecs")
  void oneZoneoutForAll(RnnSpec spec) {
    var problem = RnnProblem.random(spec, 5, LENGTHS, 7).with("zoneoutH", 0.3);
    check(problem.tensors().containsKey("zoneoutC") ? problem.with("zoneoutC", 0.2) : problem);
  }

  @ParameterizedTest
  @MethodSource("zoneoutSpecs")
  void whatIsAbsentCountsAsZero(RnnSpec spec) {
    check(RnnProblem.random(spec, 5, LENGTHS, 8).without("h0", "c0", "dy"));
    check(RnnProblem.random(spec, 5, LENGTHS, 9).without("dhN", "dcN", "zoneoutH", "zoneoutC"));
  }

  private void check(RnnProblem problem) {
    var gradients = RnnRun.forwardBackward(backend, DType.F64, problem);
    var wanted = new ArrayList<>(problem.weightNames());
    wanted.addAll(List.of("x", "h0", "c0"));
    wanted.retainAll(problem.tensors().keySet());
    assertThat(wanted).hasSizeGreaterThan(2);
    for (var name : wanted) {
      assertAgrees("d" + name, gradients.get("d" + name), slopes(problem, name), 1e-6);
    }
  }

  private double[] slopes(RnnProblem problem, String name) {
    double[] values = problem.tensors().get(name);
    double[] slopes = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      if (!Double.isNaN(values[i])) {
        slopes[i] =
            (loss(problem.with(name, nudged(values, i, STEP)))
                    - loss(problem.with(name, nudged(values, i, -STEP))))
                / (2 * STEP);
      }
    }
    return slopes;
  }

  private static double[] nudged(double[] values, int i, double by) {
    double[] nudged = values.clone();
    nudged[i] += by;
    return nudged;
  }

  /** {@code Σ dy·y + Σ dhN·hN + Σ dcN·cN}, over what is not padding. */
  private double loss(RnnProblem problem) {
    Map<String, double[]> outputs = RnnRun.forward(backend, DType.F64, problem);
    double loss = 0;
    for (var name : outputs.keySet()) {
      double[] output = outputs.get(name);
      double[] weights = problem.tensors().getOrDefault("d" + name, new double[output.length]);
      assertThat(Arrays.stream(output).anyMatch(Double::isNaN)).as(name + " has NaN").isFalse();
      for (int i = 0; i < output.length; i++) {
        loss += Double.isNaN(weights[i]) ? 0 : weights[i] * output[i];
      }
    }
    return loss;
  }
}
