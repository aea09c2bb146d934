package dev.recurve.conformance;

import dev.recurve.spi.Backend;
import dev.recurve.spi.Bias;
import dev.recurve.spi.DType;
import dev.recurve.spi.Direction;
import dev.recurve.spi.Offer;
import dev.recurve.spi.RnnCell;
import dev.recurve.spi.RnnMask;
import dev.recurve.spi.RnnPlan;
import dev.recurve.spi.RnnSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All bits of what recurrent plans compute, down to one number: forward and backward, in inference
 * and step by step. For backends that promise the same bits whatever the JVM does.
 */
public final class RecurrentBits {
  /** Inputs, units, steps, batch: small, for this also runs interpreted. */
  private static final int[][] SIZES = {{1, 3, 3, 1}, {3, 17, 2, 2}, {4, 5, 2, 7}, {2, 9, 1, 13}};

  private RecurrentBits() {}

  /** Those of every cell in every direction, with masks and without. */
  public static long digest(Backend on) {
    long digest = 1;
    for (RnnCell cell : cells()) {
      for (Direction direction : Direction.values()) {
        for (int[] s : SIZES) {
          digest = 31 * digest + digest(on, cell, direction, s[0], s[1], s[2], s[3]);
        }
      }
    }
    return digest;
  }

  /** The kinds of cells. */
  public static List<RnnCell> cells() {
    return PlanConformance.cells().toList();
  }

  /** Those of one layer and one batch, of unequal lengths and of equal ones. */
  public static long digest(
      Backend on, RnnCell cell, Direction direction, int inputs, int units, int steps, int batch) {
    try (var m = new Matrices(on, DType.F32, 42)) {
      var masked = plan(on, cell, inputs, units, direction, EnumSet.allOf(RnnMask.class));
      var plain = plan(on, cell, inputs, units, direction, Set.of());
      var anyLengths = RnnProblem.anyLengths(steps, batch, m);
      var full = Collections.nCopies(batch, steps);
      var results = new ArrayList<double[]>();
      var ragged = RnnProblem.full(masked.spec(), steps, anyLengths, m);
      results.addAll(RnnRun.train(masked, ragged, m).values());
      for (var lengths : List.of(anyLengths, full)) {
        var problem = RnnProblem.full(plain.spec(), steps, lengths, m);
        results.addAll(RnnRun.train(plain, problem, m).values());
        results.addAll(RnnRun.infer(plain, problem, m).values());
        if (direction == Direction.FORWARD) {
          results.addAll(steps(plain, problem, m));
        }
      }
      return results.stream().mapToLong(Arrays::hashCode).reduce(17, (so, next) -> 31 * so + next);
    }
  }

  private static RnnPlan plan(
      Backend on, RnnCell cell, int inputs, int units, Direction direction, Set<RnnMask> masks) {
    return switch (on.planRnn(new RnnSpec(cell, inputs, units, direction, Bias.BOTH, masks))) {
      case Offer.Accepted<RnnPlan>(RnnPlan plan) -> plan;
      case Offer.Declined<RnnPlan>(String reason) -> throw new AssertionError(reason);
    };
  }

  /** All outputs of a stepper, for which lengths mean nothing. */
  private static List<double[]> steps(RnnPlan plan, RnnProblem problem, Matrices m) {
    int batch = problem.batch();
    int size = batch * plan.spec().inputSize();
    var memory = m.blank(1, Math.toIntExact(plan.stepperSize(batch)));
    var stepper = plan.stepper(m.on(), RnnRun.pack(plan, problem, m), batch, memory);
    stepper.load(Optional.empty(), Optional.empty());
    double[] x = problem.parts().get(RnnPart.X);
    var outputs = new ArrayList<double[]>();
    for (int t = 0; t < problem.steps(); t++) {
      var y = m.blank(batch, plan.spec().outputSize());
      double[] row = Arrays.copyOfRange(x, t * size, (t + 1) * size);
      stepper.step(m.operand(batch, plan.spec().inputSize(), row), y);
      outputs.add(m.read(y));
    }
    return outputs;
  }
}
