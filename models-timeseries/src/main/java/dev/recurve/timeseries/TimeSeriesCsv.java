package dev.recurve.timeseries;

import dev.recurve.DataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Reads a series from a CSV file in UTF-8: a header line, one row for each point in time, one
 * column for each variable.
 *
 * <pre>{@code
 * TimeSeries oil = TimeSeriesCsv.of(Path.of("etth1.csv")).time("date").columns("OT").read();
 * }</pre>
 *
 * <p>Times are {@code yyyy-MM-dd HH:mm[:ss]}, ISO-8601, {@code yyyy-MM-dd}, {@code yyyy-MM}, {@code
 * yyyy}, or epoch seconds or milliseconds. Times with an offset and epoch counts are read as UTC.
 * Day and month order is never guessed. Values use a decimal point; an empty cell, {@code NaN},
 * {@code NA}, {@code N/A}, {@code null} or {@code none} is a missing value.
 *
 * <p>Without {@link #time(String)} the first column is the time column if its first cell is not a
 * number, or if it is called date, time, timestamp, datetime, ds, year or month and its first cell
 * can be read as a time; else the rows are plain steps. Without {@link #columns} every other column
 * is read. Immutable: each option returns a new reader.
 */
public final class TimeSeriesCsv {
  private static final Set<String> TIME_NAMES =
      Set.of("date", "time", "timestamp", "datetime", "ds", "year", "month");

  private final CsvSource source;
  private final Optional<String> timeColumn;
  private final boolean plainSteps;
  private final List<String> valueColumns; // all but the time if empty
  private final GapPolicy gapPolicy;
  private final char separator;

  private TimeSeriesCsv(
      CsvSource source,
      Optional<String> timeColumn,
      boolean plainSteps,
      List<String> valueColumns,
      GapPolicy gapPolicy,
      char separator) {
    this.source = source;
    this.timeColumn = timeColumn;
    this.plainSteps = plainSteps;
    this.valueColumns = List.copyOf(valueColumns);
    this.gapPolicy = gapPolicy;
    this.separator = separator;
  }

  /**
   * Starts with the defaults: comma-separated, time column by the rule above, all other columns, no
   * gaps allowed.
   *
   * @param path the file
   * @return the reader
   */
  public static TimeSeriesCsv of(Path path) {
    return of(CsvSource.file(path));
  }

  /**
   * Starts with the same defaults on a file that was read already, such as a resource in a jar.
   *
   * @param name what messages call it, such as {@code data.csv}
   * @param content its bytes
   * @return the reader
   */
  public static TimeSeriesCsv of(String name, byte[] content) {
    byte[] copy = content.clone();
    return of(new CsvSource(name, () -> copy));
  }

  private static TimeSeriesCsv of(CsvSource source) {
    return new TimeSeriesCsv(source, Optional.empty(), false, List.of(), GapPolicy.FAIL, ',');
  }

  /**
   * Names the time column.
   *
   * @param column its name in the header
   * @return the reader with this option
   */
  public TimeSeriesCsv time(String column) {
    return new TimeSeriesCsv(
        source, Optional.of(column), false, valueColumns, gapPolicy, separator);
  }

  /**
   * Reads no times: rows are steps 0, 1, 2 … and every column holds values.
   *
   * @return the reader with this option
   */
  public TimeSeriesCsv withoutTime() {
    return new TimeSeriesCsv(source, Optional.empty(), true, valueColumns, gapPolicy, separator);
  }

  /**
   * Chooses the columns to read.
   *
   * @param names their names in the header, in the order wanted
   * @return the reader with this option
   */
  public TimeSeriesCsv columns(List<String> names) {
    return new TimeSeriesCsv(source, timeColumn, plainSteps, names, gapPolicy, separator);
  }

  /**
   * Chooses the columns to read.
   *
   * @param names their names in the header, in the order wanted
   * @return the reader with this option
   */
  public TimeSeriesCsv columns(String... names) {
    return columns(List.of(names));
  }

  /**
   * Chooses what to do with gaps.
   *
   * @param policy refuse them, or fill them with missing values
   * @return the reader with this option
   */
  public TimeSeriesCsv gaps(GapPolicy policy) {
    return new TimeSeriesCsv(source, timeColumn, plainSteps, valueColumns, policy, separator);
  }

  /**
   * Fills gaps with rows of missing values.
   *
   * @return the reader with this option
   */
  public TimeSeriesCsv fillGaps() {
    return gaps(GapPolicy.FILL);
  }

  /**
   * Chooses what stands between cells.
   *
   * @param character a comma by default; often a semicolon or a tab
   * @return the reader with this option
   */
  public TimeSeriesCsv separator(char character) {
    return new TimeSeriesCsv(source, timeColumn, plainSteps, valueColumns, gapPolicy, character);
  }

  /**
   * Reads the file.
   *
   * @return the series, named after the file
   * @throws DataException if the file, a column, a cell or a time is missing, malformed or out of
   *     order; the message says where and what to do
   */
  public TimeSeries read() {
    CsvRows rows = new CsvRows(source, separator);
    List<String> header = rows.header();
    if (!rows.hasNext()) {
      throw new DataException("%s has a header but no rows below it".formatted(file()));
    }
    Optional<String> time = timeColumn(rows);
    int timeAt = time.map(column -> position(header, column)).orElse(-1);
    List<String> names = valueColumns.isEmpty() ? allBut(time, header) : valueColumns;
    int[] valuesAt = names.stream().mapToInt(column -> position(header, column)).toArray();

    Timestamps stamps = new Timestamps(file(), time.orElse(""));
    List<double[]> values = new ArrayList<>();
    while (rows.hasNext()) {
      CsvRows.Row row = rows.next();
      values.add(Arrays.stream(valuesAt).mapToDouble(at -> value(row, at, header)).toArray());
      if (time.isPresent()) {
        stamps.add(row.line(), row.cells().get(timeAt));
      }
    }
    return time.isPresent() ? dated(names, values, stamps) : counted(names, values);
  }

  private Optional<String> timeColumn(CsvRows rows) {
    if (plainSteps || timeColumn.isPresent()) {
      return timeColumn;
    }
    String name = rows.header().getFirst();
    String cell = rows.peek().cells().getFirst();
    boolean isText = !Numbers.isNumber(cell) && !Numbers.isMissing(cell);
    boolean isNamed = TIME_NAMES.contains(name.toLowerCase(Locale.ROOT)) && Timestamps.isTime(cell);
    return isText || isNamed ? Optional.of(name) : Optional.empty();
  }

  private List<String> allBut(Optional<String> time, List<String> header) {
    List<String> names = header.stream().filter(name -> !time.equals(Optional.of(name))).toList();
    if (names.isEmpty()) {
      throw new DataException(
          "%s has only the time column '%s'; expected at least one column of values%s"
              .formatted(file(), time.orElseThrow(), separatorHint(header)));
    }
    return names;
  }

  private int position(List<String> header, String column) {
    int position = header.indexOf(column);
    if (position < 0) {
      throw new DataException(
          "%s has no column '%s'; %s%s"
              .formatted(file(), column, NearestName.hint(column, header), separatorHint(header)));
    }
    return position;
  }

  private String separatorHint(List<String> header) {
    if (header.size() == 1) {
      for (char other : new char[] {';', '\t', '|', ','}) {
        if (other != separator && header.getFirst().indexOf(other) >= 0) {
          String named = other == '\t' ? "tabs" : "'" + other + "'";
          return "; the cells seem to be separated by %s, not '%s'".formatted(named, separator);
        }
      }
    }
    return "";
  }

  private double value(CsvRows.Row row, int at, List<String> header) {
    String cell = row.cells().get(at);
    if (Numbers.isMissing(cell)) {
      return Double.NaN;
    }
    return Numbers.parse(cell)
        .orElseThrow(
            () ->
                new DataException(
                    ("%s, line %d, column '%s': '%s' is not a number; write 1234.5, or leave the"
                            + " cell empty if the value is missing")
                        .formatted(file(), row.line(), header.get(at), cell)));
  }

  private TimeSeries dated(List<String> names, List<double[]> values, Timestamps stamps) {
    TimeGrid grid = new TimeGrid(file(), stamps.read(), stamps.lines(), gapPolicy);
    SequencedMap<String, double[]> columns = emptyColumns(names, grid.rows());
    for (int i = 0; i < values.size(); i++) {
      put(columns, grid.rowOf(i), values.get(i));
    }
    return TimeSeries.of(seriesName(), grid.index(), columns);
  }

  private TimeSeries counted(List<String> names, List<double[]> values) {
    SequencedMap<String, double[]> columns = emptyColumns(names, values.size());
    for (int i = 0; i < values.size(); i++) {
      put(columns, i, values.get(i));
    }
    return TimeSeries.of(seriesName(), new TimeIndex.Steps(0), columns);
  }

  private static SequencedMap<String, double[]> emptyColumns(List<String> names, int rows) {
    SequencedMap<String, double[]> columns = new LinkedHashMap<>();
    for (String name : names) {
      double[] column = new double[rows];
      Arrays.fill(column, Double.NaN);
      if (columns.put(name, column) != null) {
        throw new DataException("column '%s' was asked for twice".formatted(name));
      }
    }
    return columns;
  }

  private static void put(SequencedMap<String, double[]> columns, int row, double[] values) {
    int c = 0;
    for (double[] column : columns.values()) {
      column[row] = values[c++];
    }
  }

  private String file() {
    return source.name();
  }

  private String seriesName() {
    return file().replaceFirst("\\.[^.]+$", "");
  }
}
