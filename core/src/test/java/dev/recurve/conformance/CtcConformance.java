package dev.recurve.conformance;

import dev.recurve.spi.CtcCall;
import dev.recurve.spi.CtcKernel;
import dev.recurve.spi.HostCtc;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Offer;
import dev.recurve.spi.Write;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Connectionist temporal classification, by the backend's kernel if it has one, and on the host for
 * its windows in any case.
 */
abstract class CtcConformance extends Conformance {
  private static final int CLASSES = 4;
  private static final int BLANK = 1;
  private static final int[] STEPS = {6, 0, 4, 7, 0, 2, 1};
  private static final int[] COUNTS = {3, 0, 4, 0, 1, 2, 1};
  private static final int BATCH = STEPS.length;
  private static final int LONGEST = 8;
  private static final int MOST = 5;

  /**
   * The oracle of one sequence.
   *
   * @param probabilities {@code [steps][classes]}
   */
  private record Paths(double[][] probabilities, int[] labels) {

    /** The probability that it spells its labels: every path, one branch after the other. */
    double sum() {
      return sum(0, 0, -1);
    }

    private double sum(int t, int spelt, int before) {
      if (t == probabilities.length) {
        return spelt == labels.length ? 1 : 0;
      }
      double[] p = probabilities[t];
      double all = p[BLANK] * sum(t + 1, spelt, BLANK);
      if (before >= 0 && before != BLANK) {
        all += p[before] * sum(t + 1, spelt, before);
      }
      if (spelt < labels.length && labels[spelt] != before) {
        all += p[labels[spelt]] * sum(t + 1, spelt + 1, labels[spelt]);
      }
      return all;
    }

    /** The share of the sum that goes through a class at a step; the sum is linear in it. */
    double through(int t, int k) {
      double[][] without =
          Arrays.stream(probabilities).map(double[]::clone).toArray(double[][]::new);
      without[t][k] = 0;
      return 1 - new Paths(without, labels).sum() / sum();
    }
  }

  private record Problem(CtcCall call, List<Paths> paths) {}

  private List<CtcKernel> kernels() {
    return switch (on.ctc()) {
      case Offer.Accepted<CtcKernel>(var own) -> List.of(own, new HostCtc(on));
      case Offer.Declined<CtcKernel> _ -> List.of(new HostCtc(on));
    };
  }

  @ParameterizedTest
  @EnumSource
  void lossesAndGradients(Write write) {
    onEachFloatType(
        m -> {
          for (var kernel : kernels()) {
            m.begin("ctc " + kernel.describe());
            var problem = problem(m);
            Mat losses = m.blank(BATCH, 1);
            kernel.losses(problem.call(), losses);
            double[] expected =
                problem.paths().stream().mapToDouble(paths -> -Math.log(paths.sum())).toArray();
            m.assertEachClose(Tolerance.of(m.type()).summing(LONGEST), losses, expected);

            double[] scales = m.uniform(BATCH, 0.5, 2);
            double[] before = m.normal(LONGEST * BATCH * CLASSES);
            var dLogits =
                write == Write.SET
                    ? m.blank(LONGEST * BATCH, CLASSES)
                    : m.target(LONGEST * BATCH, CLASSES, before);
            kernel.gradient(problem.call(), m.operand(BATCH, 1, scales), write, dLogits);
            double[] slopes =
                Host.values(
                    LONGEST * BATCH,
                    CLASSES,
                    (r, k) ->
                        scales[r % BATCH] * slope(problem.paths().get(r % BATCH), r / BATCH, k));
            if (write == Write.ADD) {
              Arrays.setAll(slopes, i -> slopes[i] + before[i]);
            }
            m.assertClose(Tolerance.of(m.type()).summing(LONGEST), dLogits, slopes);
          }
        });
  }

  private static double slope(Paths paths, int t, int k) {
    if (t >= paths.probabilities().length || paths.sum() == 0) {
      return 0;
    }
    return paths.probabilities()[t][k] - paths.through(t, k);
  }

  /** Lengths in any order, 0 among them; one sequence has too few steps; repeated labels. */
  private static Problem problem(Matrices m) {
    double[][][] probabilities = new double[BATCH][][];
    double[] logProbs = Matrices.constant(LONGEST * BATCH * CLASSES, Double.NaN);
    int[] labels = new int[MOST * BATCH];
    Arrays.fill(labels, -9);
    int[][] own = new int[BATCH][];
    for (int b = 0; b < BATCH; b++) {
      probabilities[b] = new double[STEPS[b]][CLASSES];
      for (int t = 0; t < STEPS[b]; t++) {
        double[] weights = m.uniform(CLASSES, 0.1, 2);
        double total = Arrays.stream(weights).sum();
        for (int k = 0; k < CLASSES; k++) {
          double logP = m.round(Math.log(weights[k] / total));
          logProbs[(t * BATCH + b) * CLASSES + k] = logP;
          probabilities[b][t][k] = Math.exp(logP);
        }
      }
      own[b] = new int[COUNTS[b]];
      for (int u = 0; u < COUNTS[b]; u++) {
        int any = m.random().nextInt(CLASSES - 1);
        own[b][u] = u == 1 && b == 0 ? own[b][0] : any < BLANK ? any : any + 1;
        labels[u * BATCH + b] = own[b][u];
      }
    }
    var paths =
        IntStream.range(0, BATCH).mapToObj(b -> new Paths(probabilities[b], own[b])).toList();
    var call =
        new CtcCall(
            BLANK,
            BATCH,
            m.operand(LONGEST * BATCH, CLASSES, logProbs),
            STEPS,
            m.ints(MOST * BATCH, 1, labels),
            COUNTS);
    return new Problem(call, paths);
  }
}
