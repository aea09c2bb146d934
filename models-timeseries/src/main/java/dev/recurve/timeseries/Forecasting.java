package dev.recurve.timeseries;

import java.util.List;

/**
 * Anything that forecasts: a trained model or a baseline. It is asked for the H rows after a
 * history and sees nothing but that history. Implementations are immutable and safe to share
 * between threads.
 */
public interface Forecasting {
  /** Returns the short name that tables and files use, such as {@code seasonal-naive}. */
  String name();

  /** Returns the names of the columns that are forecast, in order. */
  List<String> targets();

  /** Returns how many rows a history must have at least. */
  int contextLength();

  /** Returns H, the number of rows that are forecast. */
  int horizon();

  /**
   * Forecasts the rows after a history.
   *
   * @param history what is known, in original units, at least {@link #contextLength} rows
   * @return the forecasts in original units, [H][targets]
   * @throws dev.recurve.DataException if the history is too short, or lacks a column or the values
   *     needed
   */
  double[][] forecast(TimeSeries history);

  /**
   * Forecasts after each of several histories. Models override this to work through them in
   * batches.
   *
   * @param histories what is known at each origin
   * @return one forecast for each, [H][targets]
   * @throws dev.recurve.DataException as {@link #forecast}
   */
  default List<double[][]> forecastAll(List<TimeSeries> histories) {
    return histories.stream().map(this::forecast).toList();
  }
}
