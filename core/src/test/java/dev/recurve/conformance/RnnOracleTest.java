package dev.recurve.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.golden.Golden;
import dev.recurve.runtime.ReferenceProvider;
import dev.recurve.spi.BackendConfig;
import dev.recurve.spi.Bias;
import dev.recurve.spi.DType;
import dev.recurve.spi.Direction;
import dev.recurve.spi.RnnCell;
import dev.recurve.spi.RnnMask;
import dev.recurve.spi.RnnSpec;
import dev.recurve.spi.Workers;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The oracle itself, where the reference backend cannot vouch for it. */
class RnnOracleTest {
  private static final Tolerance GOLDEN = Tolerance.relative(1e-9);

  private static final Map<RnnPart, String> NAMES =
      new EnumMap<>(
          Map.of(
              RnnPart.WEIGHT_IH, "weight_ih_l0",
              RnnPart.WEIGHT_HH, "weight_hh_l0",
              RnnPart.BIAS_IH, "bias_ih_l0",
              RnnPart.BIAS_HH, "bias_hh_l0",
              RnnPart.PROJECTION, "weight_hr_l0"));

  @Test
  void projectedLstmAgreesWithPyTorch() {
    var golden =
        Golden.read("recurrent_layers_f64.json").at("cases").list().stream()
            .filter(one -> one.at("kind").text().equals("lstm_proj"))
            .findFirst()
            .orElseThrow();
    var cell = new RnnCell.Lstm(false, (int) golden.at("proj_size").number());
    int steps = golden.at("x").shape().dim(0);
    int batch = golden.at("x").shape().dim(1);
    int inputs = golden.at("x").shape().dim(2);
    int units = golden.at("cn").shape().dim(2);
    var spec = new RnnSpec(cell, inputs, units, Direction.FORWARD, Bias.BOTH, Set.of());

    // The golden loss is the sum of all outputs, so the gradient of each is 1.
    var parts = new EnumMap<RnnPart, double[]>(RnnPart.class);
    parts.put(RnnPart.X, golden.at("x").values());
    parts.put(RnnPart.DY, Matrices.constant(golden.at("y").values().length, 1));
    var weights = new EnumMap<RnnPart, double[]>(RnnPart.class);
    NAMES.forEach((part, name) -> weights.put(part, golden.at("params").at(name).values()));
    var lengths = PlanConformance.full(steps, batch);
    var results =
        RnnOracle.solve(
            new RnnProblem(spec, steps, lengths, parts, List.of(weights), Set.of(), true));

    GOLDEN.assertClose("y", results.get(RnnRun.name(RnnPart.Y)), golden.at("y").values());
    GOLDEN.assertClose("hn", results.get(RnnRun.name(RnnPart.HN)), golden.at("hn").values());
    GOLDEN.assertClose("cn", results.get(RnnRun.name(RnnPart.CN)), golden.at("cn").values());
    GOLDEN.assertClose(
        "dx", results.get(RnnRun.gradientName(RnnPart.X)), golden.at("grad_x").values());
    NAMES.forEach(
        (part, name) ->
            GOLDEN.assertClose(
                name,
                results.get(RnnRun.gradientName(part, 0)),
                golden.at("grad_params").at(name).values()));
  }

  @Test
  void gradientsAreFiniteDifferences() {
    var backend = new ReferenceProvider().open(new BackendConfig(new Workers(1)));
    try (var m = new Matrices(backend, DType.F64, 8)) {
      var masks = EnumSet.allOf(RnnMask.class);
      var cell = new RnnCell.Lstm(true, 2);
      var spec = new RnnSpec(cell, 2, 3, Direction.BOTH, Bias.BOTH, masks);
      var problem = RnnProblem.full(spec, 4, List.of(3, 0, 4), m);
      var gradients = RnnOracle.solve(problem);

      for (RnnPart part : problem.wanted()) {
        assertSlopes(problem, problem.parts().get(part), gradients.get(RnnRun.gradientName(part)));
      }
      for (int d = 0; d < 2; d++) {
        for (var weight : problem.weights().get(d).entrySet()) {
          var gradient = gradients.get(RnnRun.gradientName(weight.getKey(), d));
          assertSlopes(problem, weight.getValue(), gradient);
        }
      }
    }
  }

  /** Moves each number a little to both sides. */
  private static void assertSlopes(RnnProblem problem, double[] numbers, double[] gradient) {
    double step = 1e-5;
    double[] slopes = new double[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      double before = numbers[i];
      numbers[i] = before + step;
      double above = loss(problem);
      numbers[i] = before - step;
      double below = loss(problem);
      numbers[i] = before;
      slopes[i] = (above - below) / (2 * step);
    }
    assertThat(slopes).isNotEmpty();
    new Tolerance(1e-8, 1e-8).assertClose("gradient", gradient, slopes);
  }

  /** The number whose gradients a problem asks for. */
  private static double loss(RnnProblem problem) {
    var results = RnnOracle.solve(problem);
    return dot(results.get(RnnRun.name(RnnPart.Y)), problem.padded(RnnPart.DY, 0))
        + dot(results.get(RnnRun.name(RnnPart.HN)), problem.parts().get(RnnPart.DHN))
        + dot(results.get(RnnRun.name(RnnPart.CN)), problem.parts().get(RnnPart.DCN));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
