package dev.recurve.metrics;

import dev.recurve.DataException;
import java.util.OptionalDouble;

/**
 * The errors of prediction intervals. A truth of NaN was never observed: it is skipped and counted.
 *
 * @param alpha the share of truths that may fall outside, between 0 and 1: 0.05 for 95 % intervals
 * @param covered observed truths inside their interval, ends included
 * @param count observed truths
 * @param missing truths that were missing
 * @param width of all intervals, summed
 * @param score interval scores (Gneiting and Raftery 2007), summed: the width, and {@code 2/α}
 *     times how far the truth lies outside
 */
public record IntervalErrors(
    double alpha, long covered, long count, long missing, double width, double score)
    implements Tally<IntervalErrors> {

  /**
   * Compares intervals with what came true.
   *
   * @param alpha the share of truths that may fall outside
   * @param truth the observed values; NaN where nothing was observed
   * @param low the lower ends, one for each truth
   * @param high the upper ends, not below the lower ones
   * @throws DataException if an observed truth or an end is not finite, or an interval ends before
   *     it begins
   */
  public static IntervalErrors of(double alpha, double[] truth, double[] low, double[] high) {
    if (!(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException("Alpha lies between 0 and 1, received " + alpha);
    }
    if (truth.length != low.length || truth.length != high.length) {
      throw new IllegalArgumentException(
          "expected one interval for each truth, received %d truths, %d lower and %d upper ends"
              .formatted(truth.length, low.length, high.length));
    }
    long covered = 0;
    long count = 0;
    double width = 0;
    double outside = 0;
    for (int i = 0; i < truth.length; i++) {
      if (Double.isNaN(truth[i])) {
        continue;
      }
      ForecastErrors.requireFinite("truth", i, truth[i]);
      ForecastErrors.requireFinite("lower end", i, low[i]);
      ForecastErrors.requireFinite("upper end", i, high[i]);
      if (high[i] < low[i]) {
        throw new DataException(
            "interval %d ends at %s, before it begins at %s".formatted(i, high[i], low[i]));
      }
      double beyond = Math.max(0, Math.max(low[i] - truth[i], truth[i] - high[i]));
      count++;
      covered += beyond == 0 ? 1 : 0;
      width += high[i] - low[i];
      outside += beyond;
    }
    return new IntervalErrors(
        alpha, covered, count, truth.length - count, width, width + 2 / alpha * outside);
  }

  @Override
  public IntervalErrors plus(IntervalErrors other) {
    if (alpha != other.alpha) {
      throw new IllegalArgumentException(
          "errors of intervals with alpha %s and %s do not add up".formatted(alpha, other.alpha));
    }
    return new IntervalErrors(
        alpha,
        covered + other.covered,
        count + other.count,
        missing + other.missing,
        width + other.width,
        score + other.score);
  }

  /** How many truths lie inside: of good intervals, a share of {@code 1 - α}. */
  public Share coverage() {
    return new Share(covered, count);
  }

  /** In the units of the data; empty if no truth was observed. */
  public OptionalDouble meanWidth() {
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(width / count);
  }

  /** In the units of the data, the less the better; empty if no truth was observed. */
  public OptionalDouble meanScore() {
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(score / count);
  }

  /**
   * Mean scaled interval score, as in the M4 competition: the mean score over the mean absolute
   * error of the seasonal naive forecast in the training part.
   *
   * @param scale the errors of the seasonal naive forecast on the training part
   * @return the score; empty if the scale is undefined or no truth was observed
   */
  public OptionalDouble msis(NaiveScale scale) {
    return scale.defined() && count > 0
        ? OptionalDouble.of(score / count / scale.meanAbsolute())
        : OptionalDouble.empty();
  }
}
