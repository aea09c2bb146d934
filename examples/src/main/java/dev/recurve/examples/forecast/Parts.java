package dev.recurve.examples.forecast;

import dev.recurve.DataException;
import dev.recurve.timeseries.Split;
import dev.recurve.timeseries.SplitSeries;
import dev.recurve.timeseries.TimeSeries;
import java.time.LocalDateTime;

/**
 * Where a run cut its series, in rows, and in times for another file of the same series.
 *
 * @param training rows of the training part
 * @param validation rows of the validation part
 * @param test rows of the test part
 * @param validationFrom the first time of the validation part; an empty text without times
 * @param testFrom the first time of the test part; an empty text without times
 */
public record Parts(
    int training, int validation, int test, String validationFrom, String testFrom) {

  /** The cuts of a series. */
  public static Parts of(SplitSeries parts) {
    return new Parts(
        parts.train().rows(),
        parts.validation().rows(),
        parts.test().rows(),
        time(parts.series(), parts.validation().from()),
        time(parts.series(), parts.test().from()));
  }

  private static String time(TimeSeries series, int row) {
    return series.time(row).map(LocalDateTime::toString).orElse("");
  }

  /** Cuts the very same series. */
  public SplitSeries cut(TimeSeries series) {
    return series.split(Split.rows(training, validation, test));
  }

  /**
   * Cuts another file of the series so that no row the model has seen gets into the test part: at
   * the same times, or without times after as many rows.
   *
   * @throws DataException if nothing is left for the test part
   */
  SplitSeries cutAlike(TimeSeries series) {
    int seen = training + validation;
    if (series.frequency().hasTime() && !testFrom.isEmpty()) {
      return series.split(
          Split.dates(LocalDateTime.parse(validationFrom), LocalDateTime.parse(testFrom)));
    }
    if (series.rows() <= seen) {
      throw new DataException(
          ("series '%s' has %d rows, and the model was trained and validated on the first %d;"
                  + " no test part is left")
              .formatted(series.name(), series.rows(), seen));
    }
    return series.split(Split.rows(training, validation, series.rows() - seen));
  }
}
