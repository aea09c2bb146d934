package dev.recurve.metrics;

import java.util.OptionalDouble;
import java.util.function.Function;

/** The point metrics by name, for tables and reports. */
public enum ForecastMetric {
  /** Mean absolute error. */
  MAE("mae", "MAE", scores -> OptionalDouble.of(scores.mae())),
  /** Mean squared error. */
  MSE("mse", "MSE", scores -> OptionalDouble.of(scores.mse())),
  /** Root mean squared error. */
  RMSE("rmse", "RMSE", scores -> OptionalDouble.of(scores.rmse())),
  /** Mean absolute scaled error. */
  MASE("mase", "MASE", ForecastScores::mase),
  /** Root mean squared scaled error. */
  RMSSE("rmsse", "RMSSE", ForecastScores::rmsse),
  /** Symmetric mean absolute percentage error, percent. */
  SMAPE("smape", "sMAPE", scores -> OptionalDouble.of(scores.smape())),
  /** Mean absolute percentage error, percent. */
  MAPE("mape", "MAPE", ForecastScores::mape),
  /** Weighted absolute percentage error, percent. */
  WAPE("wape", "WAPE", ForecastScores::wape),
  /** Coefficient of determination: the one metric of which more is better. */
  R2("r2", "R²", ForecastScores::r2);

  private final String key;
  private final String label;
  private final Function<ForecastScores, OptionalDouble> reading;

  ForecastMetric(String key, String label, Function<ForecastScores, OptionalDouble> reading) {
    this.key = key;
    this.label = label;
    this.reading = reading;
  }

  /** Returns the name in files, such as {@code smape}. */
  public String key() {
    return key;
  }

  /** Returns the name in tables, such as {@code sMAPE}. */
  public String label() {
    return label;
  }

  /**
   * Reads this metric.
   *
   * @param scores the scores of a method
   * @return its value; empty where it is not defined
   */
  public OptionalDouble of(ForecastScores scores) {
    return reading.apply(scores);
  }
}
