package dev.recurve.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.spi.Bias;
import dev.recurve.spi.Direction;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Packed;
import dev.recurve.spi.RnnCell;
import dev.recurve.spi.RnnPlan;
import dev.recurve.spi.RnnSpec;
import dev.recurve.spi.RnnStepper;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One step after the other gives what the whole sequence gives, to the same bits. */
abstract class SteppingConformance extends PlanConformance {
  /** Inputs, units, steps, batch. */
  private static final int[][] SIZES = {
    {1, 3, 4, 1}, {3, 4, 5, 2}, {7, 15, 6, 3}, {16, 16, 4, 1}, {17, 31, 30, 1}, {33, 65, 3, 2},
    {5, 63, 3, 3}, {64, 64, 60, 1}, {20, 130, 3, 1}, {9, 37, 26, 3}, {6, 20, 4, 4}, {3, 18, 3, 17}
  };

  @ParameterizedTest
  @MethodSource("cells")
  void stepsAddUpToTheWholeSequence(RnnCell cell) {
    onEachFloatType(
        m -> {
          for (int[] s : SIZES) {
            for (Bias bias : Bias.values()) {
              var spec = new RnnSpec(cell, s[0], s[1], Direction.FORWARD, bias, Set.of());
              ifAccepted(spec, plan -> check(plan, problem(spec, s[2], s[3], m), m));
            }
          }
        });
  }

  private static RnnProblem problem(RnnSpec spec, int steps, int batch, Matrices m) {
    return RnnProblem.full(spec, steps, full(steps, batch), m);
  }

  /** From given states and from none, on one thread and on several. */
  private static void check(RnnPlan plan, RnnProblem given, Matrices m) {
    var none = given.without(Set.of(RnnPart.H0, RnnPart.C0));
    for (var p : List.of(given, none)) {
      m.begin("whole, " + p);
      var expected = RnnRun.infer(plan, p, m);
      for (int threads = 1; threads <= 3; threads++) {
        m.begin("stepping on %d threads, %s".formatted(threads, p));
        var actual = new Stepping(plan, p, m).run(threads);
        expected.forEach(
            (name, values) ->
                assertThat(actual.get(name)).as(m.name() + ": " + name).containsExactly(values));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cells")
  void aStateTakenOutAndPutBackGoesOnAsBefore(RnnCell cell) {
    var spec = spec(cell, 5, 19, Direction.FORWARD);
    ifAccepted(
        spec,
        plan ->
            onEachFloatType(
                m -> {
                  for (int batch : new int[] {1, 3, 5}) {
                    var p = problem(spec, 6, batch, m);
                    m.begin("whole, " + p);
                    var expected = RnnRun.infer(plan, p, m).get(RnnRun.name(RnnPart.Y));
                    m.begin("interrupted, " + p);
                    var actual = new Stepping(plan, p, m).runInterrupted();
                    assertThat(actual).as(m.name()).containsExactly(expected);
                  }
                }));
  }

  /** A problem step by step; everything that is not read or written holds NaN. */
  private static final class Stepping {
    private final RnnProblem problem;
    private final RnnPlan plan;
    private final Matrices m;
    private final Packed packed;
    private final int inputs;
    private final int outputs;
    private final Mat h;
    private final Optional<Mat> c;
    private final double[] y;

    Stepping(RnnPlan plan, RnnProblem problem, Matrices m) {
      var spec = problem.spec();
      this.problem = problem;
      this.plan = plan;
      this.m = m;
      this.packed = RnnRun.pack(plan, problem, m);
      this.inputs = spec.inputSize();
      this.outputs = spec.outputSize();
      this.h = m.blank(problem.batch(), outputs);
      this.c =
          spec.cell().states() == 2
              ? Optional.of(m.blank(problem.batch(), spec.hiddenSize()))
              : Optional.empty();
      this.y = new double[problem.steps() * problem.batch() * outputs];
    }

    private RnnStepper stepper() {
      int batch = problem.batch();
      var memory = m.blank(1, Math.toIntExact(plan.stepperSize(batch)));
      return plan.stepper(m.on(), packed, batch, memory);
    }

    private Optional<Mat> given(RnnPart part) {
      return Optional.ofNullable(problem.parts().get(part))
          .map(v -> m.operand(problem.size(part).rows(), problem.size(part).cols(), v));
    }

    private double[] output(RnnStepper stepper, int t) {
      int batch = problem.batch();
      double[] all = problem.parts().get(RnnPart.X);
      int size = batch * inputs;
      var x = m.operand(batch, inputs, Arrays.copyOfRange(all, t * size, (t + 1) * size));
      var out = m.blank(batch, outputs);
      stepper.step(x, out);
      return m.read(out);
    }

    private void step(RnnStepper stepper, int t) {
      double[] values = output(stepper, t);
      System.arraycopy(values, 0, y, t * values.length, values.length);
    }

    Map<String, double[]> run(int threads) {
      var stepper = stepper();
      if (threads > 1) {
        stepper.threads(threads);
      }
      if (problem.parts().containsKey(RnnPart.H0)) {
        stepper.load(given(RnnPart.H0), given(RnnPart.C0));
      }
      for (int t = 0; t < problem.steps(); t++) {
        step(stepper, t);
      }
      stepper.store(h, c);
      var results = new LinkedHashMap<String, double[]>();
      results.put(RnnRun.name(RnnPart.Y), y);
      results.put(RnnRun.name(RnnPart.HN), m.read(h));
      c.ifPresent(cell -> results.put(RnnRun.name(RnnPart.CN), m.read(cell)));
      return results;
    }

    /** In the middle another stepper takes over, and does something else in between. */
    double[] runInterrupted() {
      var first = stepper();
      var second = stepper();
      first.load(given(RnnPart.H0), given(RnnPart.C0));
      int half = problem.steps() / 2;
      for (int t = 0; t < half; t++) {
        step(first, t);
        output(second, t);
      }
      first.store(h, c);
      second.load(Optional.empty(), Optional.empty());
      output(second, half);
      second.load(Optional.of(h), c);
      for (int t = half; t < problem.steps(); t++) {
        if (t == half + 1) {
          second.threads(2);
        }
        step(second, t);
      }
      return y;
    }
  }
}
