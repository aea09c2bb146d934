package dev.recurve.metrics;

import dev.recurve.DataException;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Point forecasting metrics of one pair of arrays, as functions. The formulas, units and the
 * treatment of missing truths are those of {@link ForecastErrors}, which also reports what was
 * skipped.
 *
 * <p>In every method {@code truth} holds the observed values ({@code NaN} where missing) and {@code
 * forecast} the forecasts; they have the same length, else {@link IllegalArgumentException}. Where
 * nothing was observed there is no score: {@link DataException}, or empty where the result is
 * optional.
 */
public final class ForecastMetrics {
  private ForecastMetrics() {}

  /** Mean absolute error. */
  public static double mae(double[] truth, double[] forecast) {
    return ForecastErrors.of(truth, forecast).mae();
  }

  /** Mean squared error. */
  public static double mse(double[] truth, double[] forecast) {
    return ForecastErrors.of(truth, forecast).mse();
  }

  /** Root mean squared error. */
  public static double rmse(double[] truth, double[] forecast) {
    return ForecastErrors.of(truth, forecast).rmse();
  }

  /** Mean absolute percentage error in percent, over truths other than 0. */
  public static OptionalDouble mape(double[] truth, double[] forecast) {
    return ForecastErrors.of(truth, forecast).mape();
  }

  /**
   * Symmetric mean absolute percentage error in percent, 0 to 200, the form of the M4 competition.
   */
  public static double smape(double[] truth, double[] forecast) {
    return ForecastErrors.of(truth, forecast).smape();
  }

  /** Weighted absolute percentage error in percent. */
  public static OptionalDouble wape(double[] truth, double[] forecast) {
    return ForecastErrors.of(truth, forecast).wape();
  }

  /** Coefficient of determination. */
  public static OptionalDouble r2(double[] truth, double[] forecast) {
    return ForecastErrors.of(truth, forecast).r2();
  }

  /**
   * Mean absolute scaled error.
   *
   * @param training the training part alone, which gives the scale
   * @param season the season length m in rows
   */
  public static OptionalDouble mase(
      double[] truth, double[] forecast, double[] training, int season) {
    return ForecastErrors.of(truth, forecast).mase(NaiveScale.of(training, season));
  }

  /**
   * Root mean squared scaled error.
   *
   * @param training the training part alone, which gives the scale
   * @param season the season length m in rows
   */
  public static OptionalDouble rmsse(
      double[] truth, double[] forecast, double[] training, int season) {
    return ForecastErrors.of(truth, forecast).rmsse(NaiveScale.of(training, season));
  }

  /**
   * Overall weighted average of the M4 competition: half the method's mean sMAPE over that of
   * Naive2, plus half its mean MASE over that of Naive2. The means are taken over the series first,
   * the ratios after; series whose MASE is undefined are left out of the MASE means of both.
   *
   * @param method the scores of the method, one for each series
   * @param naive2 the scores of Naive2 on the same series, in the same order
   * @return the average; below 1 is better than Naive2; empty if no series has a MASE or Naive2 is
   *     without error
   * @throws IllegalArgumentException if the lists differ in length
   */
  public static OptionalDouble owa(List<ForecastScores> method, List<ForecastScores> naive2) {
    if (method.size() != naive2.size()) {
      throw new IllegalArgumentException(
          "expected scores on the same series, received %d of the method and %d of Naive2"
              .formatted(method.size(), naive2.size()));
    }
    double[] smape = new double[2];
    double[] mase = new double[2];
    for (int i = 0; i < method.size(); i++) {
      smape[0] += method.get(i).smape();
      smape[1] += naive2.get(i).smape();
      OptionalDouble own = method.get(i).mase();
      OptionalDouble other = naive2.get(i).mase();
      if (own.isPresent() && other.isPresent()) {
        mase[0] += own.getAsDouble();
        mase[1] += other.getAsDouble();
      }
    }
    return smape[1] == 0 || mase[1] == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(0.5 * (smape[0] / smape[1] + mase[0] / mase[1]));
  }

  /**
   * Skill: the share of the best baseline's error that a method does away with, 1 - score / best.
   *
   * @param score an error of the method (the smaller the better)
   * @param best the same error of the best baseline
   * @return 1 for a perfect method, 0 for one as good as the baseline, negative for a worse one;
   *     empty if the baseline makes no error
   */
  public static OptionalDouble skill(double score, double best) {
    return best == 0 ? OptionalDouble.empty() : OptionalDouble.of(1 - score / best);
  }
}
