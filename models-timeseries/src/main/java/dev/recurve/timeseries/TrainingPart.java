package dev.recurve.timeseries;

import dev.recurve.DataException;
import java.util.List;

/**
 * The rows that a model may learn from. Whatever is fitted to data asks for this type, and only a
 * split makes it, so that nothing can be fitted to rows on which it is later measured.
 */
public final class TrainingPart implements Part {
  private final TimeSeries series;

  TrainingPart(TimeSeries series) {
    if (series.rows() == 0) {
      throw new DataException("series '%s': the training part is empty".formatted(series.name()));
    }
    this.series = series;
  }

  /**
   * Declares that every row may be learnt from: for a final model that forecasts past the end. No
   * row is then left to measure it on.
   *
   * @param series the whole series
   * @return a training part of all its rows
   * @throws DataException if the series has no rows
   */
  public static TrainingPart ofAllRows(TimeSeries series) {
    return new TrainingPart(series);
  }

  /**
   * Returns the training part of some columns.
   *
   * @param columns their names
   * @return the same rows of those columns
   * @throws DataException if there is no such column
   */
  public TrainingPart select(List<String> columns) {
    return new TrainingPart(series.select(columns));
  }

  @Override
  public String role() {
    return "training";
  }

  @Override
  public TimeSeries series() {
    return series;
  }

  @Override
  public int from() {
    return 0;
  }
}
