package dev.recurve.timeseries;

import dev.recurve.DataException;

/** What forecasts need of a history: enough rows, and values in place of missing ones. */
final class Histories {
  private Histories() {}

  static void requirePositive(String what, int rows) {
    if (rows < 1) {
      throw new IllegalArgumentException(
          "a %s is at least 1 row, received %d".formatted(what, rows));
    }
  }

  static void requireContext(Forecasting method, TimeSeries history) {
    if (history.rows() < method.contextLength()) {
      throw new DataException(
          "series '%s' has %d rows; '%s' needs at least %d to forecast from"
              .formatted(history.name(), history.rows(), method.name(), method.contextLength()));
    }
  }

  /** Returns the last value of a column that was observed. */
  static double lastObserved(TimeSeries history, int column) {
    for (int row = history.rows() - 1; row >= 0; row--) {
      double value = history.value(row, column);
      if (!Double.isNaN(value)) {
        return value;
      }
    }
    throw new DataException(
        "series '%s': column '%s' has no observed value in the %d rows up to %s"
            .formatted(
                history.name(),
                history.columns().get(column),
                history.rows(),
                history.label(history.rows() - 1)));
  }

  /**
   * Bridges missing values by the last observed one, and leading ones by the first observed one.
   */
  static double[] bridged(double[] values) {
    double[] bridged = values.clone();
    double last = firstObserved(values);
    for (int row = 0; row < bridged.length; row++) {
      last = Double.isNaN(bridged[row]) ? last : bridged[row];
      bridged[row] = last;
    }
    return bridged;
  }

  private static double firstObserved(double[] values) {
    for (double value : values) {
      if (!Double.isNaN(value)) {
        return value;
      }
    }
    return Double.NaN;
  }
}
