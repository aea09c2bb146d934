package dev.recurve.conformance;

import dev.recurve.spi.Mat;
import dev.recurve.spi.Scalar;
import dev.recurve.spi.StepCall;
import dev.recurve.spi.StepRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Steps by every rule, and steps that must not happen. */
abstract class OptimizerConformance extends Conformance {
  private static final int STEPS = 4;
  private static final double SCALE = 0.375;
  private static final List<Integer> COUNTS = List.of(1, 3, 16, 67, 1000);

  /** Every rule, with every one of its switches. */
  static final List<StepRule> RULES =
      List.of(
          new StepRule.Descent(0.1),
          new StepRule.Momentum(0.1, 0.9, 1, false),
          new StepRule.Momentum(0.1, 0.8, 0.7, true),
          new StepRule.Moments(0.1, 0.001, 0, 0.02, 3, 1e-8, false),
          new StepRule.Moments(0.2, 0.05, 0.01, 0.02, 2, 1e-3, false),
          new StepRule.Moments(0.1, 0.01, 0, 0.02, 0, 1, false),
          new StepRule.Moments(0.1, 0.3, 0.01, 0.02, 3, 1e-6, true),
          new StepRule.InfinityNorm(0.1, 0.9, 0.02, 1e-8),
          new StepRule.SignOfMean(0.01, 0.1, 0.01),
          new StepRule.SumOfSquares(0.1, 0, 1e-10),
          new StepRule.SumOfSquares(0.1, 0.5, 1e-3),
          new StepRule.MeanSquare(0.01, 0.1, 1e-8, false, 0),
          new StepRule.MeanSquare(0.01, 0.1, 1e-8, false, 0.9),
          new StepRule.MeanSquare(0.01, 0.1, 1e-4, true, 0),
          new StepRule.MeanSquare(0.01, 0.1, 1e-4, true, 0.9),
          new StepRule.SquaredSteps(1, 0.1, 1e-6),
          new StepRule.SignChanges(0.01, 0.5, 1.2, 0.006, 0.0125));

  /** Weights and slots, on the host and on the backend. */
  private static final class Run {
    final double[] w;
    final double[][] slots;
    final Mat weights;
    final List<Mat> slotMats = new ArrayList<>();

    Run(Matrices m, int n, StepRule rule, double first) {
      w = m.normal(n);
      weights = m.target(1, n, w);
      slots = new double[rule.slots()][];
      for (int s = 0; s < slots.length; s++) {
        slots[s] = Matrices.constant(n, first);
        slotMats.add(m.target(1, n, slots[s]));
      }
    }

    StepCall call(Scalar scale, double l2, double shrink, Mat ok, Mat gradient) {
      return new StepCall(scale, l2, shrink, ok, weights, gradient, slotMats);
    }

    void step(Matrices m, StepRule rule, double l2, double shrink, double[] gradient) {
      double[] s = new double[slots.length];
      for (int i = 0; i < w.length; i++) {
        for (int k = 0; k < s.length; k++) {
          s[k] = slots[k][i];
        }
        double change = StepOracle.change(rule, SCALE * gradient[i] + l2 * w[i], s);
        w[i] = m.round(w[i] - shrink * w[i] - change);
        for (int k = 0; k < s.length; k++) {
          slots[k][i] = m.round(s[k]);
        }
      }
    }

    void assertClose(Matrices m) {
      m.assertClose(Tolerance.of(m.type()), weights, w);
      for (int s = 0; s < slots.length; s++) {
        m.assertClose(Tolerance.of(m.type()), slotMats.get(s), slots[s]);
      }
    }

    void assertUnchanged(Matrices m) {
      m.assertExactly(weights, w);
      for (int s = 0; s < slots.length; s++) {
        m.assertExactly(slotMats.get(s), slots[s]);
      }
    }
  }

  @Test
  void everyRule() {
    onEachFloatType(
        m -> {
          for (StepRule rule : RULES) {
            for (int n : COUNTS) {
              m.begin("%s over %d weights".formatted(rule, n));
              var run = new Run(m, n, rule, 0);
              double[] signs = m.normal(n);
              for (int step = 1; step <= STEPS; step++) {
                double l2 = step < 3 ? 0 : 0.1;
                double shrink = step % 2 == 0 ? 0.05 : 0;
                double[] g = gradient(m, step, signs);
                var gradient = m.operand(1, n, g);
                var ok = m.operand(1, 1, step % 2 == 0 ? 1 : -3);
                on.optimizerStep(rule, run.call(scale(m, step), l2, shrink, ok, gradient), m);
                run.step(m, rule, l2, shrink, g);
                run.assertClose(m);
                m.assertExactly(gradient, g);
              }
            }
          }
        });
  }

  /**
   * Some signs stay, some change, whatever the L2 penalty adds; none is near 0, where rounding
   * would decide which way a rule of signs goes.
   */
  private static double[] gradient(Matrices m, int step, double[] signs) {
    double[] g = m.uniform(signs.length, 2, 4);
    Arrays.setAll(g, i -> Math.signum(signs[i]) * (i % 3 == 0 && step % 2 == 0 ? -g[i] : g[i]));
    return g;
  }

  @Test
  void aGradientOfZeroMovesNothingAndDividesNothingByZero() {
    onEachFloatType(
        m -> {
          for (StepRule rule : RULES) {
            m.begin(rule + ", gradient 0");
            var run = new Run(m, 67, rule, 0);
            on.optimizerStep(
                rule,
                run.call(
                    Scalar.ONE,
                    0,
                    0,
                    m.operand(1, 1, 1),
                    m.operand(1, 67, Matrices.constant(67, 0))),
                m);
            m.assertExactly(run.weights, run.w);
          }
        });
  }

  /** In float32, the mean of equal squares may come out below the square of their mean. */
  @Test
  void aCenteredMeanOfEqualGradientsStaysFinite() {
    onEachFloatType(
        m -> {
          var rule = new StepRule.MeanSquare(1e-6, 0.3, 0.1, true, 0);
          m.begin("equal gradients");
          var run = new Run(m, 67, rule, 0);
          double[] g = m.uniform(67, -2, 2);
          for (int step = 1; step <= 60; step++) {
            on.optimizerStep(
                rule, run.call(Scalar.of(SCALE), 0, 0, m.operand(1, 1, 1), m.operand(1, 67, g)), m);
            run.step(m, rule, 0, 0, g);
          }
          m.assertClose(Tolerance.of(m.type()), run.weights, run.w);
        });
  }

  @Test
  void aStepThatIsNotOkChangesNothing() {
    onEachFloatType(
        m -> {
          for (double bad : new double[] {1, Double.NaN, Double.POSITIVE_INFINITY}) {
            for (StepRule rule : RULES) {
              for (double before : new double[] {0, 0.5}) {
                m.begin("%s, not ok, gradient %s".formatted(rule, bad));
                var run = new Run(m, 67, rule, before);
                var gradient = m.operand(1, 67, Matrices.constant(67, bad));
                var scale = before == 0 ? Scalar.of(m.operand(1, 1, bad)) : Scalar.of(SCALE);
                on.optimizerStep(rule, run.call(scale, 0.1, 0.1, m.operand(1, 1, 0), gradient), m);
                run.assertUnchanged(m);
              }
            }
          }
        });
  }

  /** The same factor, on the host in odd steps and on the device in even ones. */
  private static Scalar scale(Matrices m, int step) {
    return step % 2 == 1 ? Scalar.of(SCALE) : Scalar.of(m.operand(1, 1, SCALE));
  }
}
