package dev.recurve.timeseries;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.recurve.DataException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The header and the rows of a CSV file, each row with as many cells as the header. */
final class CsvRows implements Iterator<CsvRows.Row> {
  /**
   * One row: the line of the file that it starts on, from 1, and its cells without outer blanks.
   */
  record Row(int line, List<String> cells) {}

  private final String file;
  private final Iterator<CsvRecord> records;
  private final List<String> header;
  private long lastLine;
  private Optional<Row> upcoming;

  CsvRows(CsvSource source, char separator) {
    file = source.name();
    String text = Utf8.read(source);
    if (text.isBlank()) {
      throw new DataException(
          "%s is empty; expected a header line with the names of the columns".formatted(file));
    }
    records =
        CsvReader.builder()
            .fieldSeparator(separator)
            .skipEmptyLines(false)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .allowUnclosedQuote(false)
            .ofCsvRecord(withoutClosingLineEnds(text))
            .iterator();
    header = readHeader();
    upcoming = readRow();
  }

  /** Returns the names of the columns; a column without a name is called by its number. */
  List<String> header() {
    return header;
  }

  @Override
  public boolean hasNext() {
    return upcoming.isPresent();
  }

  /** Returns the row that {@link #next} will return. */
  Row peek() {
    return upcoming.orElseThrow();
  }

  @Override
  public Row next() {
    Row row = peek();
    upcoming = readRow();
    return row;
  }

  private List<String> readHeader() {
    List<String> names = new ArrayList<>(cells(record()));
    if (names.equals(List.of(""))) {
      throw new DataException(
          "%s, line 1 is empty; the first line must name the columns".formatted(file));
    }
    Set<String> seen = new HashSet<>();
    for (int c = 0; c < names.size(); c++) {
      if (names.get(c).isEmpty()) {
        names.set(c, "column " + (c + 1));
      }
      if (!seen.add(names.get(c))) {
        throw new DataException(
            "%s, line 1: two columns are called '%s'; rename one".formatted(file, names.get(c)));
      }
    }
    if (names.stream().allMatch(name -> Numbers.isNumber(name) || Timestamps.isTime(name))) {
      throw new DataException(
          "%s, line 1: '%s' looks like data; the first line must name the columns"
              .formatted(file, String.join(",", names)));
    }
    return List.copyOf(names);
  }

  /** Blank lines at the end of a file mean nothing; anywhere else they are rows. */
  private static String withoutClosingLineEnds(String text) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return text.substring(0, end);
  }

  private Optional<Row> readRow() {
    if (!hasMore()) {
      return Optional.empty();
    }
    CsvRecord record = record();
    List<String> cells = cells(record);
    int line = (int) record.getStartingLineNumber();
    if (cells.size() != header.size()) {
      throw new DataException(
          "%s, line %d: %d cell%s, expected %d as in the header"
              .formatted(file, line, cells.size(), cells.size() == 1 ? "" : "s", header.size()));
    }
    return Optional.of(new Row(line, cells));
  }

  private static List<String> cells(CsvRecord record) {
    return record.getFields().stream().map(String::strip).toList();
  }

  private boolean hasMore() {
    try {
      return records.hasNext();
    } catch (CsvParseException e) {
      throw broken(e);
    }
  }

  private CsvRecord record() {
    try {
      CsvRecord record = records.next();
      lastLine = record.getStartingLineNumber();
      return record;
    } catch (CsvParseException e) {
      throw broken(e);
    }
  }

  private DataException broken(CsvParseException e) {
    return new DataException(
        "%s: not valid CSV after line %d (%s); is a quote left open?"
            .formatted(file, lastLine, e.getMessage()),
        e);
  }
}
