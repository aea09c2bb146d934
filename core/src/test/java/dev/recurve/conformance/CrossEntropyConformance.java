package dev.recurve.conformance;

import dev.recurve.spi.CrossEntropyRule;
import dev.recurve.spi.Write;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Softmax cross-entropy with smoothing, class weights and ignored rows. */
abstract class CrossEntropyConformance extends Conformance {
  private static final int IGNORED = -100;

  /** Rows with logits, a target each, and a weight for every class. */
  private record Problem(
      CrossEntropyRule rule, Size size, double[] logits, int[] targets, double[] classWeights) {

    boolean ignores(int row) {
      return targets[row] == rule.ignoreIndex();
    }

    /** The share of class c in row r's target distribution, its weight included. */
    double share(int r, int c) {
      double even = rule.smoothing() / size.cols();
      return classWeights[c] * (even + (c == targets[r] ? 1 - rule.smoothing() : 0));
    }

    double logProb(int r, int c) {
      double sum = 0;
      for (int k = 0; k < size.cols(); k++) {
        sum += Math.exp(logits[r * size.cols() + k]);
      }
      return logits[r * size.cols() + c] - Math.log(sum);
    }

    /** -Σ share · log p. */
    double loss(int r) {
      double loss = 0;
      for (int c = 0; c < size.cols() && !ignores(r); c++) {
        loss -= share(r, c) * logProb(r, c);
      }
      return loss;
    }

    double weight(int r) {
      return ignores(r) ? 0 : classWeights[targets[r]];
    }

    /** The derivative of each share's -log p with respect to logit c, summed. */
    double slope(int r, int c) {
      double slope = 0;
      for (int k = 0; k < size.cols() && !ignores(r); k++) {
        slope -= share(r, k) * ((k == c ? 1 : 0) - Math.exp(logProb(r, c)));
      }
      return slope;
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 1})
  void lossesAndWeights(double smoothing) {
    onEachFloatType(
        m -> {
          for (Size size : shapes()) {
            for (boolean weighted : new boolean[] {false, true}) {
              m.begin("cross-entropy %s, smoothing %s".formatted(size, smoothing));
              var p = problem(m, size, smoothing, weighted);
              var losses = m.blank(size.rows(), 1);
              var weights = m.blank(size.rows(), 1);
              on.crossEntropyRows(
                  p.rule(),
                  m.operand(size.rows(), size.cols(), logProbs(m, p)),
                  m.ints(size.rows(), 1, p.targets()),
                  m.operand(1, size.cols(), p.classWeights()),
                  losses,
                  weights);
              var tolerance = Tolerance.of(m.type()).summing(size.cols());
              m.assertClose(tolerance, losses, Host.values(size.rows(), 1, (r, _) -> p.loss(r)));
              m.assertExactly(weights, Host.values(size.rows(), 1, (r, _) -> p.weight(r)));
            }
          }
        });
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 1})
  void gradient(double smoothing) {
    onEachFloatType(
        m -> {
          for (Size size : shapes()) {
            for (Write write : Write.values()) {
              m.begin("cross-entropy gradient %s %s, %s".formatted(size, write, smoothing));
              var p = problem(m, size, smoothing, true);
              double[] scales = m.normal(size.rows());
              double[] before =
                  write == Write.ADD
                      ? m.normal(size.elements())
                      : Matrices.constant(size.elements(), Double.NaN);
              var dLogits = m.target(size.rows(), size.cols(), before);
              on.crossEntropyRowsGrad(
                  p.rule(),
                  m.operand(size.rows(), size.cols(), logProbs(m, p)),
                  m.ints(size.rows(), 1, p.targets()),
                  m.operand(1, size.cols(), p.classWeights()),
                  m.operand(size.rows(), 1, scales),
                  write,
                  dLogits);
              double[] expected =
                  Host.values(size.rows(), size.cols(), (r, c) -> scales[r] * p.slope(r, c));
              if (write == Write.ADD) {
                Arrays.setAll(expected, i -> expected[i] + before[i]);
              }
              m.assertClose(Tolerance.of(m.type()).summing(size.cols()), dLogits, expected);
            }
          }
        });
  }

  private static List<Size> shapes() {
    return List.of(
        new Size(0, 3),
        new Size(1, 1),
        new Size(1, 2),
        new Size(7, 3),
        new Size(16, 17),
        new Size(33, 31),
        new Size(5, 66));
  }

  /** About a quarter of the rows are ignored, by a number that in every other case is a class. */
  private static Problem problem(Matrices m, Size size, double smoothing, boolean weighted) {
    int ignored = size.cols() > 2 && m.random().nextBoolean() ? 1 : IGNORED;
    int[] targets =
        IntStream.generate(
                () -> m.random().nextInt(4) == 0 ? ignored : m.random().nextInt(size.cols()))
            .limit(size.rows())
            .toArray();
    double[] weights =
        weighted ? m.uniform(size.cols(), 0.25, 3) : Matrices.constant(size.cols(), 1);
    return new Problem(
        new CrossEntropyRule(smoothing, ignored),
        size,
        m.normal(size.elements()),
        targets,
        weights);
  }

  /** What softmaxRows would give; NaN in ignored rows, which must not matter. */
  private static double[] logProbs(Matrices m, Problem p) {
    return Host.values(
        p.size().rows(),
        p.size().cols(),
        (r, c) -> p.ignores(r) ? Double.NaN : m.round(p.logProb(r, c)));
  }
}
