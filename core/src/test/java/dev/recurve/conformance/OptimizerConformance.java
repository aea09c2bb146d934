package dev.recurve.conformance;

import dev.recurve.spi.AdamRule;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Scalar;
import dev.recurve.spi.SgdRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Steps of SGD and Adam, and steps that must not happen. */
abstract class OptimizerConformance extends Conformance {
  private static final int STEPS = 4;
  private static final double SCALE = 0.375;
  private static final List<Integer> COUNTS = List.of(1, 3, 16, 67, 1000);

  private static final List<SgdRule> SGD =
      List.of(
          new SgdRule(0, 0, false, 0),
          new SgdRule(0, 0, false, 0.1),
          new SgdRule(0.9, 0, false, 0),
          new SgdRule(0.9, 0.3, false, 0.01),
          new SgdRule(0.8, 0, true, 0.05));

  private static final List<AdamRule> ADAM =
      List.of(
          new AdamRule(0.9, 0.999, 1e-8, 0, false),
          new AdamRule(0.8, 0.95, 1e-3, 0.1, false),
          new AdamRule(0.9, 0.99, 1e-6, 0.1, true));

  /** Weights and what an optimiser keeps beside them, on the host and on the backend. */
  private static final class Run {
    final double[] w;
    final double[] first;
    final double[] second;
    final Mat weights;
    final Mat firstMoment;
    final Mat secondMoment;

    Run(Matrices m, int n, double moments) {
      w = m.normal(n);
      first = Matrices.constant(n, 0);
      second = Matrices.constant(n, 0);
      weights = m.target(1, n, w);
      firstMoment = m.target(1, n, Matrices.constant(n, moments));
      secondMoment = m.target(1, n, Matrices.constant(n, moments));
    }
  }

  @Test
  void sgd() {
    onEachFloatType(
        m -> {
          for (SgdRule rule : SGD) {
            for (int n : COUNTS) {
              m.begin("%s over %d weights".formatted(rule, n));
              // Before the first step the velocity is nothing, so it may be anything.
              var run = new Run(m, n, Double.NaN);
              for (int step = 1; step <= STEPS; step++) {
                double[] g = m.normal(n);
                var gradient = m.operand(1, n, g);
                var ok = m.operand(1, 1, step % 2 == 0 ? 1 : -3);
                on.sgdStep(
                    rule,
                    0.1,
                    step == 1,
                    scale(m, step),
                    ok,
                    run.weights,
                    gradient,
                    run.firstMoment,
                    m);
                sgd(rule, step == 1, run, g);
                m.assertClose(Tolerance.of(m.type()), run.weights, run.w);
                m.assertExactly(gradient, g);
                if (rule.momentum() != 0) {
                  m.assertClose(Tolerance.of(m.type()), run.firstMoment, run.first);
                }
              }
            }
          }
        });
  }

  private static void sgd(SgdRule rule, boolean first, Run run, double[] gradient) {
    for (int i = 0; i < gradient.length; i++) {
      double g = SCALE * gradient[i] + rule.weightDecay() * run.w[i];
      run.first[i] = first ? g : rule.momentum() * run.first[i] + (1 - rule.dampening()) * g;
      double step =
          rule.momentum() == 0
              ? g
              : rule.nesterov() ? g + rule.momentum() * run.first[i] : run.first[i];
      run.w[i] -= 0.1 * step;
    }
  }

  @Test
  void adam() {
    onEachFloatType(
        m -> {
          for (AdamRule rule : ADAM) {
            for (int n : COUNTS) {
              m.begin("%s over %d weights".formatted(rule, n));
              var run = new Run(m, n, 0);
              for (int step = 1; step <= STEPS; step++) {
                double[] g = m.normal(n);
                var gradient = m.operand(1, n, g);
                on.adamStep(
                    rule,
                    0.01,
                    step,
                    scale(m, step),
                    m.operand(1, 1, 1),
                    run.weights,
                    gradient,
                    run.firstMoment,
                    run.secondMoment,
                    m);
                adam(rule, step, run, g);
                m.assertClose(Tolerance.of(m.type()), run.weights, run.w);
                m.assertClose(Tolerance.of(m.type()), run.firstMoment, run.first);
                m.assertClose(Tolerance.of(m.type()), run.secondMoment, run.second);
                m.assertExactly(gradient, g);
              }
            }
          }
        });
  }

  private static void adam(AdamRule rule, int step, Run run, double[] gradient) {
    for (int i = 0; i < gradient.length; i++) {
      double g = SCALE * gradient[i] + (rule.decoupled() ? 0 : rule.weightDecay() * run.w[i]);
      run.first[i] = rule.beta1() * run.first[i] + (1 - rule.beta1()) * g;
      run.second[i] = rule.beta2() * run.second[i] + (1 - rule.beta2()) * g * g;
      double mean = run.first[i] / (1 - Math.pow(rule.beta1(), step));
      double square = run.second[i] / (1 - Math.pow(rule.beta2(), step));
      double kept = rule.decoupled() ? 1 - 0.01 * rule.weightDecay() : 1;
      run.w[i] = kept * run.w[i] - 0.01 * mean / (Math.sqrt(square) + rule.epsilon());
    }
  }

  @Test
  void aStepThatIsNotOkChangesNothing() {
    onEachFloatType(
        m -> {
          for (double bad : new double[] {1, Double.NaN, Double.POSITIVE_INFINITY}) {
            for (SgdRule rule : SGD) {
              m.begin("%s, not ok, gradient %s".formatted(rule, bad));
              var run = new Run(m, 67, 0.5);
              var gradient = m.operand(1, 67, Matrices.constant(67, bad));
              var ok = m.operand(1, 1, 0);
              on.sgdStep(
                  rule, 0.1, false, scale(m, 1), ok, run.weights, gradient, run.firstMoment, m);
              m.assertExactly(run.weights, run.w);
              m.assertExactly(run.firstMoment, Matrices.constant(67, 0.5));

              // Before the first step the velocity is nothing; after a first step not taken it is
              // 0.
              var fresh = new Run(m, 67, Double.NaN);
              on.sgdStep(
                  rule, 0.1, true, scale(m, 2), ok, fresh.weights, gradient, fresh.firstMoment, m);
              m.assertExactly(fresh.weights, fresh.w);
              double left = rule.momentum() == 0 ? Double.NaN : 0;
              m.assertExactly(fresh.firstMoment, Matrices.constant(67, left));
            }
            for (AdamRule rule : ADAM) {
              m.begin("%s, not ok, gradient %s".formatted(rule, bad));
              var run = new Run(m, 67, 0.5);
              on.adamStep(
                  rule,
                  0.1,
                  3,
                  Scalar.of(m.operand(1, 1, bad)),
                  m.operand(1, 1, 0),
                  run.weights,
                  m.operand(1, 67, Matrices.constant(67, bad)),
                  run.firstMoment,
                  run.secondMoment,
                  m);
              m.assertExactly(run.weights, run.w);
              m.assertExactly(run.firstMoment, Matrices.constant(67, 0.5));
              m.assertExactly(run.secondMoment, Matrices.constant(67, 0.5));
            }
          }
        });
  }

  /** The same factor, on the host in odd steps and on the device in even ones. */
  private static Scalar scale(Matrices m, int step) {
    return step % 2 == 1 ? Scalar.of(SCALE) : Scalar.of(m.operand(1, 1, SCALE));
  }
}
