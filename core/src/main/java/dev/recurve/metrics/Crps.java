package dev.recurve.metrics;

import dev.recurve.DataException;
import java.util.Arrays;

/**
 * Continuous ranked probability score of forecasts given as samples (Gneiting and Raftery 2007),
 * {@code E|X - y| - ½·E|X - X'|}, in the units of the data; of a single sample, the absolute error.
 */
public final class Crps {
  private Crps() {}

  /**
   * The score of one forecast, over the distribution that gives each sample the same probability.
   *
   * @param truth what came true
   * @param samples at least one
   * @throws DataException if the truth or a sample is not finite
   */
  public static double of(double truth, double... samples) {
    if (samples.length == 0) {
      throw new IllegalArgumentException("a score wants at least one sample, received none");
    }
    ForecastErrors.requireFinite("truth", 0, truth);
    double[] sorted = samples.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    double apart = 0;
    double spread = 0;
    for (int i = 0; i < n; i++) {
      ForecastErrors.requireFinite("sample", i, sorted[i]);
      apart += Math.abs(sorted[i] - truth);
      // Σ_ij |x_i - x_j| = 2 Σ_i (2i - n + 1)·x_(i), counting from 0.
      spread += (2.0 * i - n + 1) * sorted[i];
    }
    return apart / n - spread / n / n;
  }

  /**
   * The mean score of several forecasts. A truth of NaN was never observed and is skipped.
   *
   * @param truth the observed values
   * @param samples {@code [n][samples]}, one row a truth
   */
  public static MeanValue of(double[] truth, double[][] samples) {
    if (truth.length != samples.length) {
      throw new IllegalArgumentException(
          "expected a row of samples for each truth, received %d truths and %d rows"
              .formatted(truth.length, samples.length));
    }
    double sum = 0;
    long count = 0;
    for (int i = 0; i < truth.length; i++) {
      if (!Double.isNaN(truth[i])) {
        sum += of(truth[i], samples[i]);
        count++;
      }
    }
    return new MeanValue(sum, count);
  }
}
