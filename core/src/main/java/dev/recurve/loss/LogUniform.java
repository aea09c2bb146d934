package dev.recurve.loss;

import dev.recurve.spi.CounterRandom;
import java.util.Arrays;
import java.util.LinkedHashSet;

/**
 * The log-uniform distribution over classes sorted by falling frequency, {@code p(k) = ln((k+2) /
 * (k+1)) / ln(V+1)}: close to how often words occur (Zipf's law).
 *
 * @param classes V
 */
record LogUniform(int classes) {
  /**
   * Candidates that were drawn until there were enough different ones.
   *
   * @param classes all different, in the order of their first draws
   * @param tries how many draws it took
   */
  record Sample(int[] classes, long tries) {}

  double probability(int k) {
    return Math.log1p(1.0 / (k + 1)) / Math.log(classes + 1.0);
  }

  /** {@code ln(1 - p(k))} of every class: the logarithm of the chance that a draw misses it. */
  double[] logMisses() {
    double[] misses = new double[classes];
    Arrays.setAll(misses, k -> Math.log1p(-probability(k)));
    return misses;
  }

  /**
   * The logarithm of the chance that a class is among the candidates after so many draws.
   *
   * @param logMiss of the class
   */
  static double logInclusion(double logMiss, long tries) {
    return Math.log(-Math.expm1(tries * logMiss));
  }

  /**
   * Draws different classes.
   *
   * @param key decides the draws
   * @param count at most V
   */
  Sample draw(long key, int count) {
    var drawn = new LinkedHashSet<Integer>();
    long tries = 0;
    while (drawn.size() < count) {
      double u = CounterRandom.uniformDouble(key, tries++);
      int k = (int) (Math.exp(u * Math.log(classes + 1.0)) - 1);
      drawn.add(Math.min(k, classes - 1));
    }
    return new Sample(drawn.stream().mapToInt(Integer::intValue).toArray(), tries);
  }
}
