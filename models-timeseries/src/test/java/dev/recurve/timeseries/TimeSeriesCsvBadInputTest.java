package dev.recurve.timeseries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.recurve.DataException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of bad file, and the sentence that a user reads. */
class TimeSeriesCsvBadInputTest {
  private static TimeSeriesCsv csv(String... lines) {
    return TimeSeriesCsv.of("sales.csv", String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }

  private static String complaint(TimeSeriesCsv csv) {
    return catchThrowableOfType(DataException.class, csv::read).getMessage();
  }

  @Test
  void missingFile(@TempDir Path folder) {
    Path file = folder.resolve("absent.csv");
    assertThat(complaint(TimeSeriesCsv.of(file)))
        .isEqualTo("file not found: %s (looked in %s)".formatted(file, folder));
  }

  @Test
  void folder(@TempDir Path folder) {
    assertThat(complaint(TimeSeriesCsv.of(folder)))
        .isEqualTo(folder + " is a folder; expected a CSV file");
  }

  @Test
  void emptyFile() {
    assertThat(complaint(csv("", " ", "")))
        .isEqualTo("sales.csv is empty; expected a header line with the names of the columns");
  }

  @Test
  void headerOnly() {
    assertThat(complaint(csv("day,y"))).isEqualTo("sales.csv has a header but no rows below it");
  }

  @Test
  void blankFirstLine() {
    assertThat(complaint(csv("", "day,y", "2024-01-01,1")))
        .isEqualTo("sales.csv, line 1 is empty; the first line must name the columns");
  }

  @Test
  void noHeader() {
    assertThat(complaint(csv("1949-01,112", "1949-02,118")))
        .isEqualTo(
            "sales.csv, line 1: '1949-01,112' looks like data; the first line must name the"
                + " columns");
  }

  @Test
  void repeatedColumn() {
    assertThat(complaint(csv("day,y,y", "2024-01-01,1,2")))
        .isEqualTo("sales.csv, line 1: two columns are called 'y'; rename one");
    assertThat(complaint(csv("day,y", "2024-01-01,1", "2024-01-02,2").columns("y", "y")))
        .isEqualTo("column 'y' was asked for twice");
  }

  @Test
  void missingColumnWithTheNearestName() {
    assertThat(complaint(csv("day,sold,price", "2024-01-01,1,2").columns("prize")))
        .isEqualTo(
            "sales.csv has no column 'prize'; known columns are 'day', 'sold', 'price';"
                + " did you mean 'price'?");
    assertThat(complaint(csv("day,sold", "2024-01-01,1").time("timestamp")))
        .isEqualTo("sales.csv has no column 'timestamp'; known columns are 'day', 'sold'");
  }

  @Test
  void wrongSeparator() {
    assertThat(complaint(csv("day;sold", "2024-01-01;1").columns("sold")))
        .endsWith("; the cells seem to be separated by ';', not ','");
    assertThat(complaint(csv("day\tsold", "2024-01-01\t1").columns("sold")))
        .endsWith("; the cells seem to be separated by tabs, not ','");
  }

  @Test
  void onlyATimeColumn() {
    assertThat(complaint(csv("day", "2024-01-01", "2024-01-02")))
        .isEqualTo(
            "sales.csv has only the time column 'day'; expected at least one column of values");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"abc", "1.5 EUR", "1'000", "0x1p3", "1d", "Infinity", "1e400", "--1", "-"})
  void cellThatIsNoNumber(String cell) {
    assertThat(complaint(csv("day,sold", "2024-01-01,1", "2024-01-02," + cell)))
        .isEqualTo(
            ("sales.csv, line 3, column 'sold': '%s' is not a number; write 1234.5, or leave the"
                    + " cell empty if the value is missing")
                .formatted(cell));
  }

  @Test
  void decimalComma() {
    assertThat(complaint(csv("day;sold", "2024-01-01;1,5").separator(';')))
        .startsWith("sales.csv, line 2, column 'sold': '1,5' is not a number");
  }

  @Test
  void raggedRow() {
    assertThat(complaint(csv("day,a,b", "2024-01-01,1,2", "2024-01-02,3")))
        .isEqualTo("sales.csv, line 3: 2 cells, expected 3 as in the header");
    assertThat(complaint(csv("day,a", "2024-01-01,1", "2024-01-02,1,500")))
        .isEqualTo("sales.csv, line 3: 3 cells, expected 2 as in the header");
    assertThat(complaint(csv("day,a", "2024-01-01,1", "", "2024-01-02,1")))
        .isEqualTo("sales.csv, line 3: 1 cell, expected 2 as in the header");
  }

  @Test
  void openQuote() {
    assertThat(complaint(csv("day,a", "2024-01-01,1", "2024-01-02,\"2", "2024-01-03,3")))
        .startsWith("sales.csv: not valid CSV after line 2 (")
        .endsWith("); is a quote left open?");
  }

  @Test
  void linesAreCountedInTheFileNotInTheTable() {
    assertThat(complaint(csv("day,\"two", "lines\"", "2024-01-01,1", "2024-01-02,x")))
        .startsWith("sales.csv, line 4, column 'two\nlines': 'x'");
  }

  @Test
  void timeThatCannotBeRead() {
    assertThat(complaint(csv("day,a", "2024-01-01,1", "2 Jan 2024,2", "2024-01-03,3", "x,4")))
        .isEqualTo(
            "sales.csv, line 3, column 'day': cannot read '2 Jan 2024' as a time: expected"
                + " yyyy-MM-dd HH:mm[:ss], ISO-8601, yyyy-MM-dd, yyyy-MM, yyyy or epoch seconds;"
                + " the column begins with '2024-01-01', '2 Jan 2024', '2024-01-03'");
    assertThat(complaint(csv("day,a", "2024-02-30,1")))
        .startsWith("sales.csv, line 2, column 'day': cannot read '2024-02-30' as a time");
    assertThat(complaint(csv("day,a", "2024-01-01,1", ",2")))
        .startsWith(
            "sales.csv, line 3, column 'day': cannot read '' as a time: every row needs a time;");
  }

  @ParameterizedTest
  @ValueSource(strings = {"01/02/2024", "1.2.24", "31/12/2024 10:00", "01-02-2024"})
  void dayAndMonthAreNeverGuessed(String cell) {
    assertThat(complaint(csv("day,a", cell + ",1", "02/02/2024,2")))
        .isEqualTo(
            ("sales.csv, line 2, column 'day': cannot read '%s' as a time: whether the day or the"
                    + " month comes first is not guessed; write the year first, as in 2020-12-31;"
                    + " the column begins with '%s', '02/02/2024'")
                .formatted(cell, cell));
  }

  @Test
  void mixedOffsets() {
    assertThat(complaint(csv("t,a", "2024-01-01 00:00Z,1", "2024-01-01 01:00,2")))
        .contains("some times of this column have an offset from UTC and some have none");
  }

  @Test
  void repeatedTime() {
    assertThat(complaint(csv("day,a", "2024-01-01,1", "2024-01-02,2", "2024-01-01,3")))
        .isEqualTo(
            "sales.csv: the time 2024-01-01 stands on line 2 and again on line 4;"
                + " each time may occur once");
  }

  @Test
  void timesOutOfOrder() {
    assertThat(complaint(csv("day,a", "2024-01-03,1", "2024-01-02,2", "2024-01-01,3")))
        .isEqualTo(
            "sales.csv, line 3: 2024-01-02 comes after 2024-01-03 on line 2; sort the rows by"
                + " time");
  }

  @Test
  void gaps() {
    assertThat(
            complaint(
                csv(
                    "day,a",
                    "2024-01-01,1",
                    "2024-01-02,2",
                    "2024-01-06,3",
                    "2024-01-07,4",
                    "2024-01-09,4")))
        .isEqualTo(
            "sales.csv: the rows are daily but have 2 gaps; the first is after 2024-01-02 on line"
                + " 3: the next row is 2024-01-06, 3 rows missing; add the rows, or read the file"
                + " with gaps filled as missing");
  }

  @Test
  void anHourLostToDaylightSaving() {
    assertThat(
            complaint(
                csv(
                    "t,a",
                    "2017-03-26 00:00,1",
                    "2017-03-26 01:00,2",
                    "2017-03-26 03:00,3",
                    "2017-03-26 04:00,4")))
        .contains(
            "the rows are hourly but have 1 gap; the first is after 2017-03-26 01:00:00 on line 3:"
                + " the next row is 2017-03-26 03:00:00, 1 row missing (daylight saving?);");
  }

  @Test
  void timeOffTheGrid() {
    TimeSeriesCsv csv =
        csv(
            "t,a",
            "2024-01-01 00:00,1",
            "2024-01-01 01:00,2",
            "2024-01-01 02:00,3",
            "2024-01-01 02:30,4");
    String expected =
        "sales.csv, line 5: 2024-01-01 02:30:00 is not a whole number of steps after"
            + " 2024-01-01 02:00:00 on line 4; the rows are hourly";
    assertThat(complaint(csv)).isEqualTo(expected);
    assertThat(complaint(csv.fillGaps())).isEqualTo(expected);
  }

  @Test
  void mistypedYear() {
    assertThat(
            complaint(
                csv("t,a", "2024-01-01 00:00,1", "2024-01-01 00:01,2", "2204-01-01 00:02,3")
                    .fillGaps()))
        .endsWith("rows after 2024-01-01 00:01:00 on line 3; is the time right?");
  }

  @Test
  void singleRow() {
    assertThat(complaint(csv("day,a", "2024-01-01,1")))
        .isEqualTo("sales.csv: one row only; two are needed to tell how far apart rows are");
  }

  @Test
  void bytesThatAreNotUtf8() {
    byte[] latin = "day,m\u00fcll\n2024-01-01,1\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> TimeSeriesCsv.of("old.csv", latin).read())
        .isInstanceOf(DataException.class)
        .hasMessage(
            "old.csv, line 1: byte 6 of the file (0xFC) is not UTF-8; save the file as UTF-8");
    byte[] later = "day,a\n2024-01-01,\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(complaint(TimeSeriesCsv.of("old.csv", later)))
        .startsWith("old.csv, line 2: byte 18 of the file (0xE9) is not UTF-8");
    byte[] cutOff = {'a', '\n', '1', '\n', (byte) 0xC3};
    assertThat(complaint(TimeSeriesCsv.of("cut.csv", cutOff)))
        .startsWith("cut.csv, line 3: byte 5 of the file (0xC3) is not UTF-8");
  }
}
