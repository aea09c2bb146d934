package dev.recurve.timeseries;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Random;
import java.util.SequencedMap;

/** Series that several tests use. */
final class Samples {
  private Samples() {}

  /** Box and Jenkins' monthly airline passengers, 1949-01 to 1960-12. */
  static TimeSeries airline() {
    try (InputStream in = Samples.class.getResourceAsStream("airline-passengers.csv")) {
      return TimeSeriesCsv.of("airline-passengers.csv", in.readAllBytes()).read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Two hourly columns of random values. */
  static TimeSeries random(int rows, long seed) {
    Random random = new Random(seed);
    SequencedMap<String, double[]> columns = new LinkedHashMap<>();
    columns.put("a", random.doubles(rows, -5, 5).toArray());
    columns.put("b", random.doubles(rows, 100, 200).toArray());
    return hourly(columns);
  }

  static TimeSeries hourly(SequencedMap<String, double[]> columns) {
    LocalDateTime start = LocalDateTime.of(2016, 7, 1, 0, 0);
    return TimeSeries.of("sample", new TimeIndex.Calendar(start, Frequency.HOURLY), columns);
  }

  /** The same series with one value replaced. */
  static TimeSeries with(TimeSeries series, int row, String column, double value) {
    SequencedMap<String, double[]> columns = new LinkedHashMap<>();
    series.columns().forEach(name -> columns.put(name, series.column(name)));
    columns.get(column)[row] = value;
    return TimeSeries.of(series.name(), series.index(), columns);
  }
}
