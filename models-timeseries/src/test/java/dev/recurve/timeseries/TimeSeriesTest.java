package dev.recurve.timeseries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.DataException;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class TimeSeriesTest {
  private static SequencedMap<String, double[]> columns() {
    SequencedMap<String, double[]> columns = new LinkedHashMap<>();
    columns.put("load", new double[] {1, 2, Double.NaN, 4});
    columns.put("oil", new double[] {10, 20, 30, 40});
    return columns;
  }

  private final TimeSeries series = Samples.hourly(columns());

  @Test
  void knowsItsRowsColumnsAndTimes() {
    assertThat(series.rows()).isEqualTo(4);
    assertThat(series.columns()).containsExactly("load", "oil");
    assertThat(series.column("oil")).containsExactly(10, 20, 30, 40);
    assertThat(series.value(1, 0)).isEqualTo(2);
    assertThat(series.time(1)).contains(LocalDateTime.of(2016, 7, 1, 1, 0));
    assertThat(series.label(5)).isEqualTo("2016-07-01 05:00");
    assertThat(series.missing()).isEqualTo(1);
    assertThat(series)
        .hasToString(
            "sample: 4 rows, 2 columns, hourly, 2016-07-01 00:00 to 2016-07-01 03:00, 1 missing");
  }

  @Test
  void slicesKeepTimesAndValuesTogether() {
    TimeSeries slice = series.slice(1, 4).slice(1, 3);
    assertThat(slice.rows()).isEqualTo(2);
    assertThat(slice.column("oil")).containsExactly(30, 40);
    assertThat(slice.label(0)).isEqualTo(series.label(2));
    assertThat(slice.value(1, 1)).isEqualTo(40);
    assertThat(series.last(1).column("load")).containsExactly(4);
    assertThatThrownBy(() -> slice.value(2, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> slice.slice(0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void selectsColumnsInTheOrderAskedFor() {
    assertThat(series.select("oil", "load").columns()).containsExactly("oil", "load");
    assertThat(series.select("oil").value(2, 0)).isEqualTo(30);
  }

  @Test
  void doesNotChangeWhenItsSourceOrCopiesDo() {
    SequencedMap<String, double[]> source = columns();
    TimeSeries copy = Samples.hourly(source);
    source.get("oil")[0] = 99;
    copy.column("oil")[1] = 99;
    assertThat(copy.column("oil")).containsExactly(10, 20, 30, 40);
  }

  @Test
  void findsRowsByTime() {
    assertThat(series.rowAt(LocalDateTime.of(2016, 7, 1, 2, 0))).isEqualTo(2);
    assertThat(series.rowAt(LocalDateTime.of(2016, 7, 1, 1, 1))).isEqualTo(2);
    assertThat(series.rowAt(LocalDateTime.of(2015, 1, 1, 0, 0))).isZero();
    assertThat(series.rowAt(LocalDateTime.of(2017, 1, 1, 0, 0))).isEqualTo(4);
  }

  @Test
  void plainStepsCountOn() {
    TimeSeries steps = TimeSeries.of("y", 5, 6, 7);
    assertThat(steps.slice(2, 3).label(0)).isEqualTo("2");
    assertThat(steps.time(0)).isEmpty();
    assertThat(steps.frequency().season()).isEqualTo(1);
    assertThatThrownBy(() -> steps.rowAt(LocalDateTime.MIN))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has no time column");
  }

  @Test
  void refusesWhatIsNotASeries() {
    assertThatThrownBy(() -> series.column("lod"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "series 'sample' has no column 'lod'; known columns are 'load', 'oil';"
                + " did you mean 'load'?");
    assertThatThrownBy(() -> series.select(List.of()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no column was selected");
    SequencedMap<String, double[]> ragged = columns();
    ragged.put("extra", new double[3]);
    assertThatThrownBy(() -> Samples.hourly(ragged))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "series 'sample': column 'extra' has 3 rows, expected 4 as in the first column");
    assertThatThrownBy(() -> TimeSeries.of("y", 1, Double.POSITIVE_INFINITY))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is Infinity in row 1");
    assertThatThrownBy(() -> Samples.hourly(new LinkedHashMap<>()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has no column");
    assertThatThrownBy(() -> new TimeIndex.Calendar(LocalDateTime.MIN, Frequency.STEPS))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
