package dev.recurve.timeseries;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that can be read, and what comes out of them. */
class TimeSeriesCsvTest {
  private static TimeSeriesCsv csv(String... lines) {
    return TimeSeriesCsv.of("sales.csv", String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsAFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("shop.2024.csv");
    Files.writeString(file, "day,sold,price\n2024-01-01,3,1.5\n2024-01-02,,1e1\n");
    TimeSeries series = TimeSeriesCsv.of(file).read();
    assertThat(series.name()).isEqualTo("shop.2024");
    assertThat(series.columns()).containsExactly("sold", "price");
    assertThat(series.column("sold")).containsExactly(3, Double.NaN);
    assertThat(series.column("price")).containsExactly(1.5, 10);
    assertThat(series.frequency()).isEqualTo(Frequency.DAILY);
  }

  @Test
  void readsTheAirlineTable() {
    TimeSeries airline = Samples.airline();
    assertThat(airline)
        .hasToString(
            "airline-passengers: 144 rows, 1 column, monthly, 1949-01 to 1960-12, 0 missing");
    assertThat(Arrays.stream(airline.column("passengers")).sum()).isEqualTo(40363);
  }

  @Test
  void choosesColumnsAndTheirOrder() {
    TimeSeries series =
        csv("a,when,b,note", "1,2024-01-01,2,cold", "3,2024-01-02,4,warm")
            .time("when")
            .columns("b", "a")
            .read();
    assertThat(series.columns()).containsExactly("b", "a");
    assertThat(series.column("b")).containsExactly(2, 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "NaN", "nan", "NA", "N/A", "null", "NULL", "None", "\"\"", "  "})
  void missingValuesComeInManyForms(String cell) {
    assertThat(csv("day,y", "2024-01-01,1", "2024-01-02," + cell).read().column("y"))
        .containsExactly(1, Double.NaN);
  }

  @ParameterizedTest
  @CsvSource({
    "2024-01-31 06:00, 2024-01-31 07:00, 2024-01-31T06:00",
    "2024-01-31 06:00:00, 2024-01-31 07:00:00, 2024-01-31T06:00",
    "2024-01-31T06:00, 2024-01-31T07:00, 2024-01-31T06:00",
    "2024-01-31T06:00:00.000Z, 2024-01-31T07:00:00.000Z, 2024-01-31T06:00",
    "2024-01-31T06:00+02:00, 2024-01-31T07:00+02:00, 2024-01-31T04:00",
    "2024-03-31T01:00+01:00, 2024-03-31T03:00+02:00, 2024-03-31T00:00",
    "2024/1/31 6:00, 2024/1/31 7:00, 2024-01-31T06:00",
    "2024-01-31, 2024-02-01, 2024-01-31T00:00",
    "2024-01, 2024-02, 2024-01-01T00:00",
    "1706680800, 1706684400, 2024-01-31T06:00",
    "1706680800000, 1706684400000, 2024-01-31T06:00",
    "1949, 1950, 1949-01-01T00:00"
  })
  void timesComeInManyForms(String first, String second, LocalDateTime start) {
    TimeSeries series = csv("when,y", first + ",1", second + ",2").time("when").read();
    assertThat(series.time(0)).contains(start);
    assertThat(series.rows()).isEqualTo(2);
  }

  @Test
  void theFirstColumnIsTheTimeIfItsCellsOrItsNameSaySo() {
    assertThat(csv("x,y", "2024-01,1", "2024-02,2").read().columns()).containsExactly("y");
    assertThat(csv("Year,y", "1949,1", "1950,2").read().frequency()).isEqualTo(Frequency.YEARLY);
    TimeSeries numbers = csv("x,y", "1949,1", "1950,2").read();
    assertThat(numbers.columns()).containsExactly("x", "y");
    assertThat(numbers.frequency()).isEqualTo(Frequency.STEPS);
  }

  @Test
  void timesCanBeIgnored() {
    TimeSeries series = csv("day,y", "31.12.2024,1", "soon,2").withoutTime().columns("y").read();
    assertThat(series.column("y")).containsExactly(1, 2);
    assertThat(series.label(1)).isEqualTo("1");
  }

  @Test
  void toleratesByteOrderMarkQuotesLineEndsAndBlankEnding() {
    TimeSeries series =
        TimeSeriesCsv.of(
                "x.csv",
                "\uFEFF\"day\",\"sold, \"\"net\"\"\"\r\n\"2024-01-01\",\"1\"\r\n2024-01-02, 2 \r\n\r\n"
                    .getBytes(StandardCharsets.UTF_8))
            .read();
    assertThat(series.columns()).containsExactly("sold, \"net\"");
    assertThat(series.column("sold, \"net\"")).containsExactly(1, 2);
  }

  @Test
  void aBlankLineInASingleColumnIsAMissingValue() {
    assertThat(csv("y", "1", "", "3", "").read().column("y")).containsExactly(1, Double.NaN, 3);
  }

  @Test
  void lastCellsMayBeMissingInATabSeparatedFile() {
    TimeSeries series =
        csv("day\ta\tb", "2024-01-01\t1\t2", "2024-01-02\t\t").separator('\t').read();
    assertThat(series.column("b")).containsExactly(2, Double.NaN);
  }

  @Test
  void aColumnWithoutANameIsCalledByItsNumber() {
    assertThat(csv(",y", "2024-01-01,1", "2024-01-02,2").time("column 1").read().columns())
        .containsExactly("y");
  }

  @Test
  void gapsAreFilledWithMissingValuesWhenAskedTo() {
    TimeSeries series =
        csv("day,y", "2024-02-27,1", "2024-02-28,2", "2024-03-02,5").fillGaps().read();
    assertThat(series.column("y")).containsExactly(1, 2, Double.NaN, Double.NaN, 5);
    assertThat(series.label(2)).isEqualTo("2024-02-29");
  }

  @Test
  void weekendsAreNoGapsInBusinessDays() {
    TimeSeries series =
        csv(
                "day,y",
                "2024-01-04,1",
                "2024-01-05,2",
                "2024-01-08,3",
                "2024-01-09,4",
                "2024-01-10,5",
                "2024-01-11,6")
            .read();
    assertThat(series.rows()).isEqualTo(6);
    assertThat(series.frequency()).hasToString("business-daily");
    assertThat(series.label(7)).isEqualTo("2024-01-15");
  }
}
