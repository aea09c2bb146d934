package dev.recurve.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Whether one system scores better than another on the same cases by more than chance (Koehn 2004):
 * both are scored anew on many samples of the cases, drawn with replacement, the same for both.
 *
 * @param first score of the first system on all cases
 * @param second score of the second
 * @param difference where first less second lies in 95 % of the samples
 * @param pValue how often chance alone would put the two as far apart, 0…1 (Riezler and Maxwell
 *     2005): the share of samples in which the difference is off its mean by the observed
 *     difference or more
 */
public record PairedBootstrap(double first, double second, Interval difference, double pValue) {
  private static final double TAIL = 0.025;

  /**
   * Compares two systems.
   *
   * @param first tallies of single cases, for example sentences
   * @param second of the same cases in the same order
   * @param score reads the score of a sum of tallies
   * @param samples how many, at least 1; 1000 is usual
   * @param seed decides the samples
   * @throws IllegalArgumentException if there are not as many of both, or none
   */
  public static <S extends Tally<S>> PairedBootstrap of(
      List<S> first, List<S> second, ToDoubleFunction<S> score, int samples, long seed) {
    int cases = first.size();
    if (cases == 0 || cases != second.size() || samples < 1) {
      throw new IllegalArgumentException(
          "expected as many cases of both systems and at least 1 sample, received %d and %d cases and %d samples"
              .formatted(cases, second.size(), samples));
    }
    var random = new SplittableRandom(seed);
    double[] differences = new double[samples];
    for (int i = 0; i < samples; i++) {
      int[] drawn = random.ints(cases, 0, cases).toArray();
      differences[i] =
          score.applyAsDouble(sum(first, drawn)) - score.applyAsDouble(sum(second, drawn));
    }
    int[] all = IntStream.range(0, cases).toArray();
    double one = score.applyAsDouble(sum(first, all));
    double other = score.applyAsDouble(sum(second, all));
    double mean = Arrays.stream(differences).average().orElseThrow();
    double observed = Math.abs(one - other);
    long asFar = Arrays.stream(differences).filter(d -> Math.abs(d - mean) >= observed).count();
    Arrays.sort(differences);
    int cut = (int) (TAIL * samples);
    return new PairedBootstrap(
        one,
        other,
        new Interval(differences[cut], differences[samples - 1 - cut]),
        (asFar + 1.0) / (samples + 1));
  }

  private static <S extends Tally<S>> S sum(List<S> tallies, int[] drawn) {
    S sum = tallies.get(drawn[0]);
    for (int i = 1; i < drawn.length; i++) {
      sum = sum.plus(tallies.get(drawn[i]));
    }
    return sum;
  }
}
