package dev.recurve.timeseries;

import dev.recurve.DataException;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * One or more named columns over common, regular rows in time. {@code NaN} marks a value that was
 * not observed. Immutable and safe to share between threads; slices share the data and cost
 * nothing.
 */
public final class TimeSeries {
  private final String name;
  private final TimeIndex index;
  private final List<String> columns;
  private final double[][] data; // [column][row of the longest series that shares it]
  private final int first; // where row 0 of this series lies in data
  private final int rows;

  private TimeSeries(
      String name, TimeIndex index, List<String> columns, double[][] data, int first, int rows) {
    this.name = name;
    this.index = index;
    this.columns = List.copyOf(columns);
    this.data = data;
    this.first = first;
    this.rows = rows;
  }

  /**
   * Makes a series of several columns; the values are copied.
   *
   * @param name what messages and reports call it
   * @param index when its rows are
   * @param columns the values of each column in row order, {@code NaN} where missing
   * @return the series
   * @throws DataException if there is no column, the columns differ in length, or a value is
   *     infinite
   */
  public static TimeSeries of(
      String name, TimeIndex index, SequencedMap<String, double[]> columns) {
    if (columns.isEmpty()) {
      throw new DataException("series '%s' has no column; it needs at least one".formatted(name));
    }
    int rows = columns.firstEntry().getValue().length;
    columns.forEach((column, values) -> checkColumn(name, column, values, rows));
    double[][] data = new double[columns.size()][];
    int position = 0;
    for (double[] values : columns.values()) {
      data[position++] = values.clone();
    }
    return new TimeSeries(name, index, List.copyOf(columns.keySet()), data, 0, rows);
  }

  private static void checkColumn(String name, String column, double[] values, int rows) {
    if (values.length != rows) {
      throw new DataException(
          "series '%s': column '%s' has %d rows, expected %d as in the first column"
              .formatted(name, column, values.length, rows));
    }
    for (int row = 0; row < rows; row++) {
      if (Double.isInfinite(values[row])) {
        throw new DataException(
            "series '%s': column '%s' is %s in row %d; values are finite, or NaN where missing"
                .formatted(name, column, values[row], row));
      }
    }
  }

  /**
   * Makes a series of one column over plain steps.
   *
   * @param name the name of both the series and its column
   * @param values the values in row order, {@code NaN} where missing; they are copied
   * @return the series
   * @throws DataException if a value is infinite
   */
  public static TimeSeries of(String name, double... values) {
    checkColumn(name, name, values, values.length);
    double[][] data = {values.clone()};
    return new TimeSeries(name, new TimeIndex.Steps(0), List.of(name), data, 0, values.length);
  }

  /** Returns what messages and reports call this series. */
  public String name() {
    return name;
  }

  /** Returns when the rows are. */
  public TimeIndex index() {
    return index;
  }

  /** Returns the step between rows. */
  public Frequency frequency() {
    return index.frequency();
  }

  /** Returns the number of rows. */
  public int rows() {
    return rows;
  }

  /** Returns the names of the columns, in order. */
  public List<String> columns() {
    return columns;
  }

  /**
   * Returns the time of a row, which may lie past the end.
   *
   * @param row the row, from 0
   * @return its time; empty if the series has plain steps
   */
  public Optional<LocalDateTime> time(int row) {
    return index.time(row);
  }

  /**
   * Names a row for people: its time or step number. The row may lie past the end.
   *
   * @param row the row, from 0
   * @return the label
   */
  public String label(int row) {
    return index.label(row);
  }

  /**
   * Copies out one column.
   *
   * @param column its name
   * @return its values in row order, {@code NaN} where missing
   * @throws DataException if there is no such column
   */
  public double[] column(String column) {
    return Arrays.copyOfRange(data[position(column)], first, first + rows);
  }

  /**
   * Returns one value.
   *
   * @param row the row, from 0
   * @param column the position of the column, from 0
   * @return the value, {@code NaN} if missing
   * @throws IndexOutOfBoundsException if there is no such row or column
   */
  public double value(int row, int column) {
    return data[column][first + Objects.checkIndex(row, rows)];
  }

  /**
   * Finds a column.
   *
   * @param column its name
   * @return its position, from 0
   * @throws DataException if there is no such column; the message lists them
   */
  public int position(String column) {
    int position = columns.indexOf(column);
    if (position < 0) {
      throw new DataException(
          "series '%s' has no column '%s'; %s"
              .formatted(name, column, NearestName.hint(column, columns)));
    }
    return position;
  }

  /**
   * Returns a range of rows.
   *
   * @param from the first row
   * @param to the row after the last
   * @return the series of those rows; it shares the data
   * @throws IndexOutOfBoundsException if the range does not lie within the rows
   */
  public TimeSeries slice(int from, int to) {
    Objects.checkFromToIndex(from, to, rows);
    return new TimeSeries(name, index.from(from), columns, data, first + from, to - from);
  }

  /**
   * Returns the last rows.
   *
   * @param count how many
   * @return the series of those rows
   * @throws IndexOutOfBoundsException if there are not that many
   */
  public TimeSeries last(int count) {
    return slice(rows - count, rows);
  }

  /**
   * Returns some of the columns, in the order asked for.
   *
   * @param names the names of the columns
   * @return the series of those columns; it shares the data
   * @throws DataException if there is no such column, or none is asked for
   */
  public TimeSeries select(List<String> names) {
    if (names.isEmpty()) {
      throw new DataException("series '%s': no column was selected".formatted(name));
    }
    double[][] selected = new double[names.size()][];
    for (int c = 0; c < selected.length; c++) {
      selected[c] = data[position(names.get(c))];
    }
    return new TimeSeries(name, index, names, selected, first, rows);
  }

  /**
   * Returns some of the columns, in the order asked for.
   *
   * @param names the names of the columns
   * @return the series of those columns; it shares the data
   * @throws DataException if there is no such column, or none is asked for
   */
  public TimeSeries select(String... names) {
    return select(List.of(names));
  }

  /**
   * Finds where a time falls.
   *
   * @param time the time to look for
   * @return the first row at or after it; {@link #rows} if all rows are earlier
   * @throws DataException if the series has plain steps
   */
  public int rowAt(LocalDateTime time) {
    if (!frequency().hasTime()) {
      throw new DataException(
          "series '%s' has no time column, so that %s cannot be found; give a row number instead"
              .formatted(name, time));
    }
    int low = 0;
    int high = rows;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (index.time(middle).orElseThrow().isBefore(time)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Splits this series in time.
   *
   * @param split where to cut
   * @return the training, validation and test parts
   * @throws DataException if the series cannot be cut that way
   */
  public SplitSeries split(Split split) {
    return split.of(this);
  }

  /** Returns how many values are missing, in all columns together. */
  public long missing() {
    return IntStream.range(0, columns.size())
        .mapToLong(c -> Arrays.stream(data[c], first, first + rows).filter(Double::isNaN).count())
        .sum();
  }

  /** Applies one function to each column; a missing value stays missing. */
  TimeSeries map(List<DoubleUnaryOperator> functions) {
    double[][] mapped = new double[data.length][rows];
    for (int c = 0; c < data.length; c++) {
      for (int row = 0; row < rows; row++) {
        mapped[c][row] = functions.get(c).applyAsDouble(data[c][first + row]);
      }
    }
    return new TimeSeries(name, index, columns, mapped, 0, rows);
  }

  /** Returns one line for people: name, size, frequency, first and last row, missing values. */
  @Override
  public String toString() {
    String range = rows == 0 ? "empty" : "%s to %s".formatted(label(0), label(rows - 1));
    return "%s: %d rows, %d column%s, %s, %s, %d missing"
        .formatted(
            name,
            rows,
            columns.size(),
            columns.size() == 1 ? "" : "s",
            frequency(),
            range,
            missing());
  }
}
