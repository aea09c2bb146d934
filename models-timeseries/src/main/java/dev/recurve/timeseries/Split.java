package dev.recurve.timeseries;

import dev.recurve.DataException;
import java.time.LocalDateTime;

/** Where to cut a series in time: first the training part, then validation, then test. */
public sealed interface Split {
  /**
   * Cuts a series.
   *
   * @param series the series
   * @return its parts
   * @throws DataException if the series is too short to be cut that way, or the training part would
   *     be empty
   */
  SplitSeries of(TimeSeries series);

  /**
   * Cuts by shares of the rows; the test part has the rest. Training and test are rounded down and
   * validation takes what rounding leaves, as in the benchmarks of the Autoformer family.
   *
   * @param train the share of the training part, as 0.7
   * @param validation the share of the validation part, as 0.1
   * @return the split
   */
  static Split fractions(double train, double validation) {
    return new Fractions(train, validation);
  }

  /**
   * Cuts after so many rows, from the start; what is left after the three parts is not used.
   *
   * @param train rows of the training part
   * @param validation rows of the validation part
   * @param test rows of the test part
   * @return the split
   */
  static Split rows(int train, int validation, int test) {
    return new Rows(train, validation, test);
  }

  /**
   * Cuts off the last rows, whatever the length of the series; the training part has the rest.
   *
   * @param validation rows of the validation part
   * @param test rows of the test part, the last of the series
   * @return the split
   */
  static Split lastRows(int validation, int test) {
    return new LastRows(validation, test);
  }

  /**
   * Cuts at two times; the test part runs to the end.
   *
   * @param validationFrom the first time of the validation part
   * @param testFrom the first time of the test part
   * @return the split
   */
  static Split dates(LocalDateTime validationFrom, LocalDateTime testFrom) {
    return new Dates(validationFrom, testFrom);
  }

  /**
   * Shares of the rows.
   *
   * @param train share of the training part
   * @param validation share of the validation part
   */
  record Fractions(double train, double validation) implements Split {
    /** Lets 0.7 and 0.1 leave 0.2 for the test part, and not 0.19999999999999996. */
    private static final double ROUNDING = 1e-9;

    /**
     * @throws IllegalArgumentException if the training share is not positive, the other is
     *     negative, or together they pass 1
     */
    public Fractions {
      if (!(train > 0) || !(validation >= 0) || !(train + validation <= 1 + ROUNDING)) {
        throw new IllegalArgumentException(
            "expected shares that together are at most 1, with some training rows, received "
                + "training %s and validation %s".formatted(train, validation));
      }
    }

    @Override
    public SplitSeries of(TimeSeries series) {
      int rows = series.rows();
      int trainRows = (int) Math.floor(rows * train + ROUNDING);
      int testRows = (int) Math.floor(rows * Math.max(0, 1 - train - validation) + ROUNDING);
      return new SplitSeries(series, trainRows, rows - testRows, rows);
    }
  }

  /**
   * Numbers of rows from the start.
   *
   * @param train rows of the training part
   * @param validation rows of the validation part
   * @param test rows of the test part
   */
  record Rows(int train, int validation, int test) implements Split {
    /**
     * @throws IllegalArgumentException if a number is negative
     */
    public Rows {
      if (train < 0 || validation < 0 || test < 0) {
        throw new IllegalArgumentException(
            "rows are not negative, received %d, %d and %d".formatted(train, validation, test));
      }
    }

    @Override
    public SplitSeries of(TimeSeries series) {
      long needed = (long) train + validation + test;
      if (needed > series.rows()) {
        throw new DataException(
            ("series '%s' has %d rows; a split into %d training, %d validation and %d test rows"
                    + " needs %d")
                .formatted(series.name(), series.rows(), train, validation, test, needed));
      }
      return new SplitSeries(series, train, train + validation, (int) needed);
    }
  }

  /**
   * Numbers of rows from the end.
   *
   * @param validation rows of the validation part
   * @param test rows of the test part
   */
  record LastRows(int validation, int test) implements Split {
    /**
     * @throws IllegalArgumentException if a number is negative
     */
    public LastRows {
      if (validation < 0 || test < 0) {
        throw new IllegalArgumentException(
            "rows are not negative, received %d and %d".formatted(validation, test));
      }
    }

    @Override
    public SplitSeries of(TimeSeries series) {
      long train = (long) series.rows() - validation - test;
      if (train < 1) {
        throw new DataException(
            ("series '%s' has %d rows; cutting off %d validation and %d test rows leaves none to"
                    + " train on")
                .formatted(series.name(), series.rows(), validation, test));
      }
      return new SplitSeries(series, (int) train, (int) train + validation, series.rows());
    }
  }

  /**
   * Two times.
   *
   * @param validationFrom the first time of the validation part
   * @param testFrom the first time of the test part
   */
  record Dates(LocalDateTime validationFrom, LocalDateTime testFrom) implements Split {
    /**
     * @throws IllegalArgumentException if the test part would begin before the validation part
     */
    public Dates {
      if (testFrom.isBefore(validationFrom)) {
        throw new IllegalArgumentException(
            "the test part cannot begin (%s) before the validation part (%s)"
                .formatted(testFrom, validationFrom));
      }
    }

    @Override
    public SplitSeries of(TimeSeries series) {
      return new SplitSeries(
          series, series.rowAt(validationFrom), series.rowAt(testFrom), series.rows());
    }
  }
}
