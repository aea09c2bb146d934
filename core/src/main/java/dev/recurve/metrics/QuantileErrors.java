package dev.recurve.metrics;

import dev.recurve.DataException;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * The errors of forecasts that give several quantiles of each value. Quantile losses are {@code
 * 2·|(f - y)·(1[y ≤ f] - q)|}, in the units of the data: at the median the absolute error. A truth
 * of NaN was never observed: it is skipped and counted. Immutable.
 */
public final class QuantileErrors implements Tally<QuantileErrors> {
  private final double[] levels;
  private final double[] losses;
  private final long[] covered;
  private final double absoluteTruth;
  private final long count;
  private final long missing;

  private QuantileErrors(
      double[] levels,
      double[] losses,
      long[] covered,
      double absoluteTruth,
      long count,
      long missing) {
    this.levels = levels;
    this.losses = losses;
    this.covered = covered;
    this.absoluteTruth = absoluteTruth;
    this.count = count;
    this.missing = missing;
  }

  /**
   * Compares forecasts with what came true.
   *
   * @param levels q of each quantile, between 0 and 1, rising
   * @param truth the observed values; NaN where nothing was observed
   * @param forecast {@code [n][quantiles]}, one row a truth
   * @throws DataException if an observed truth or its forecast is not finite
   */
  public static QuantileErrors of(double[] levels, double[] truth, double[][] forecast) {
    requireLevels(levels);
    if (truth.length != forecast.length) {
      throw new IllegalArgumentException(
          "expected a row of quantiles for each truth, received %d truths and %d rows"
              .formatted(truth.length, forecast.length));
    }
    double[] losses = new double[levels.length];
    long[] covered = new long[levels.length];
    double absoluteTruth = 0;
    long count = 0;
    for (int i = 0; i < truth.length; i++) {
      if (Double.isNaN(truth[i])) {
        continue;
      }
      if (forecast[i].length != levels.length) {
        throw new IllegalArgumentException(
            "row %d has %d quantiles, expected %d".formatted(i, forecast[i].length, levels.length));
      }
      ForecastErrors.requireFinite("truth", i, truth[i]);
      count++;
      absoluteTruth += Math.abs(truth[i]);
      for (int k = 0; k < levels.length; k++) {
        ForecastErrors.requireFinite("forecast", i, forecast[i][k]);
        boolean below = truth[i] <= forecast[i][k];
        covered[k] += below ? 1 : 0;
        losses[k] += 2 * Math.abs((forecast[i][k] - truth[i]) * ((below ? 1 : 0) - levels[k]));
      }
    }
    return new QuantileErrors(
        levels.clone(), losses, covered, absoluteTruth, count, truth.length - count);
  }

  private static void requireLevels(double[] levels) {
    for (int k = 0; k < levels.length; k++) {
      if (!(levels[k] > 0 && levels[k] < 1 && (k == 0 || levels[k] > levels[k - 1]))) {
        throw new IllegalArgumentException(
            "Quantile levels lie between 0 and 1 and rise, received " + Arrays.toString(levels));
      }
    }
    if (levels.length == 0) {
      throw new IllegalArgumentException("at least one quantile level is wanted, received none");
    }
  }

  @Override
  public QuantileErrors plus(QuantileErrors other) {
    if (!Arrays.equals(levels, other.levels)) {
      throw new IllegalArgumentException(
          "errors of the quantiles %s and %s do not add up"
              .formatted(Arrays.toString(levels), Arrays.toString(other.levels)));
    }
    double[] sums = losses.clone();
    long[] hits = covered.clone();
    for (int k = 0; k < levels.length; k++) {
      sums[k] += other.losses[k];
      hits[k] += other.covered[k];
    }
    return new QuantileErrors(
        levels,
        sums,
        hits,
        absoluteTruth + other.absoluteTruth,
        count + other.count,
        missing + other.missing);
  }

  /** How many observed truths were compared. */
  public long count() {
    return count;
  }

  /** How many truths were missing and therefore skipped. */
  public long missing() {
    return missing;
  }

  /** The levels, rising. */
  public double[] levels() {
    return levels.clone();
  }

  /** The mean loss of one quantile; empty if no truth was observed. */
  public OptionalDouble loss(int quantile) {
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(losses[quantile] / count);
  }

  /**
   * The mean loss over all quantiles: with levels that are spread evenly, close to the {@linkplain
   * Crps CRPS}. Empty if no truth was observed.
   */
  public OptionalDouble loss() {
    return count == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Arrays.stream(losses).sum() / levels.length / count);
  }

  /**
   * Weighted quantile loss, {@code Σ loss / Σ|y|}, of one quantile; a number without unit. Empty if
   * every truth is 0.
   */
  public OptionalDouble weightedLoss(int quantile) {
    return absoluteTruth == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(losses[quantile] / absoluteTruth);
  }

  /** The mean weighted quantile loss over all quantiles; empty if every truth is 0. */
  public OptionalDouble weightedLoss() {
    return absoluteTruth == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Arrays.stream(losses).sum() / levels.length / absoluteTruth);
  }

  /** How many truths do not exceed one quantile: of a good forecast, a share of its level. */
  public Share coverage(int quantile) {
    return new Share(covered[quantile], count);
  }
}
