package dev.recurve.metrics;

import dev.recurve.DataException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.BiFunction;

/**
 * The point metrics of one method, pooled over all its forecasts. Errors are in the units of the
 * data that was compared; MAPE, sMAPE and WAPE are percentages. A score that is not defined is
 * empty.
 *
 * @param count observed truths that were compared
 * @param missing truths that were missing, and skipped
 * @param zeroTruths truths of exactly 0, which MAPE leaves out
 * @param undefinedScales columns whose training part never changes over a season: they are left out
 *     of MASE and RMSSE
 * @param mae mean absolute error
 * @param mse mean squared error
 * @param rmse root mean squared error
 * @param mape mean absolute percentage error
 * @param smape symmetric mean absolute percentage error, 0 to 200
 * @param wape weighted absolute percentage error
 * @param r2 coefficient of determination
 * @param mase mean absolute scaled error, the plain mean over columns
 * @param rmsse root mean squared scaled error, the plain mean over columns
 * @see ForecastErrors the formulas
 */
public record ForecastScores(
    long count,
    long missing,
    long zeroTruths,
    int undefinedScales,
    double mae,
    double mse,
    double rmse,
    OptionalDouble mape,
    double smape,
    OptionalDouble wape,
    OptionalDouble r2,
    OptionalDouble mase,
    OptionalDouble rmsse) {

  /**
   * Scores the forecasts of one column.
   *
   * @param errors the pooled errors
   * @param scale the scale of that column's training part
   * @return the scores
   * @throws DataException if no truth was observed
   */
  public static ForecastScores of(ForecastErrors errors, NaiveScale scale) {
    return of(List.of(errors), List.of(scale));
  }

  /**
   * Scores the forecasts of several columns together. Unscaled metrics pool all errors; MASE and
   * RMSSE are computed for each column by its own scale and averaged over the columns that have
   * one.
   *
   * @param errors the pooled errors of each column
   * @param scales the scale of each column's training part, in the same order
   * @return the scores
   * @throws IllegalArgumentException if the lists differ in length
   * @throws DataException if no truth was observed
   */
  public static ForecastScores of(List<ForecastErrors> errors, List<NaiveScale> scales) {
    if (errors.size() != scales.size()) {
      throw new IllegalArgumentException(
          "expected one scale for each column, received %d columns and %d scales"
              .formatted(errors.size(), scales.size()));
    }
    ForecastErrors pooled = errors.stream().reduce(ForecastErrors.NONE, ForecastErrors::plus);
    return new ForecastScores(
        pooled.count(),
        pooled.missing(),
        pooled.zeroTruths(),
        (int) scales.stream().filter(scale -> !scale.defined()).count(),
        pooled.mae(),
        pooled.mse(),
        pooled.rmse(),
        pooled.mape(),
        pooled.smape(),
        pooled.wape(),
        pooled.r2(),
        meanOverColumns(errors, scales, ForecastErrors::mase),
        meanOverColumns(errors, scales, ForecastErrors::rmsse));
  }

  private static OptionalDouble meanOverColumns(
      List<ForecastErrors> errors,
      List<NaiveScale> scales,
      BiFunction<ForecastErrors, NaiveScale, OptionalDouble> metric) {
    double sum = 0;
    int defined = 0;
    for (int c = 0; c < errors.size(); c++) {
      OptionalDouble score = metric.apply(errors.get(c), scales.get(c));
      if (score.isPresent()) {
        sum += score.getAsDouble();
        defined++;
      }
    }
    return defined == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / defined);
  }

  /**
   * Returns the defined scores by their short names ({@code mae, rmse, …}) in the order of {@link
   * ForecastMetric}; undefined ones are absent. Ready to be written as a JSON object.
   */
  public Map<String, Double> toMap() {
    Map<String, Double> scores = new LinkedHashMap<>();
    for (ForecastMetric metric : ForecastMetric.values()) {
      metric.of(this).ifPresent(score -> scores.put(metric.key(), score));
    }
    return scores;
  }
}
