package dev.recurve.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.recurve.DataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads the sequences of a CSV file. Used once. */
final class CsvSequences {
  private final Path file;
  private final CsvColumns columns;
  private final Map<String, Long> firstLines = new HashMap<>();
  private final List<SequenceExamples.Placed> sequences = new ArrayList<>();
  private List<String> header = List.of();
  private Optional<String> id = Optional.empty();
  private List<Row> rows = new ArrayList<>();

  private record Row(long line, float[] features, float[] targets) {}

  CsvSequences(Path file, CsvColumns columns) {
    this.file = file;
    this.columns = columns;
  }

  List<SequenceExamples.Placed> read() {
    long line = 1;
    try (var reader =
        CsvReader.builder()
            .fieldSeparator(columns.separator())
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .allowUnclosedQuote(false)
            .ofCsvRecord(String.join("\n", TextLines.of(file)))) {
      Iterator<CsvRecord> records = reader.iterator();
      if (!records.hasNext()) {
        throw new DataException(
            "%s is empty; expected a header with the names of the columns".formatted(file));
      }
      header = records.next().getFields().stream().map(String::strip).toList();
      while (records.hasNext()) {
        var record = records.next();
        line = record.getStartingLineNumber();
        add(record);
      }
    } catch (CsvParseException e) {
      throw new DataException(
          "%s: not valid CSV after line %d (%s); is a quote left open?"
              .formatted(file, line, e.getMessage()),
          e);
    } catch (IOException e) {
      throw new DataException("%s cannot be read: %s".formatted(file, e), e);
    }
    endSequence();
    return sequences;
  }

  private void add(CsvRecord record) {
    long line = record.getStartingLineNumber();
    if (record.getFieldCount() != header.size()) {
      throw new DataException(
          "%s, line %d: expected %d columns as in the header, received %d; look for a missing or an unquoted '%s'"
              .formatted(file, line, header.size(), record.getFieldCount(), columns.separator()));
    }
    var here = columns.id().map(name -> record.getField(column(name)).strip());
    if (!here.equals(id) || rows.isEmpty()) {
      endSequence();
      id = here;
      requireNew(line);
    }
    rows.add(
        new Row(line, numbers(record, columns.features()), numbers(record, columns.targets())));
  }

  private void requireNew(long line) {
    id.ifPresent(
        name -> {
          Long before = firstLines.putIfAbsent(name, line);
          if (before != null) {
            throw new DataException(
                "%s, line %d, column '%s': sequence '%s', which began in line %d, goes on after another one; sort the file so that each sequence's lines are together"
                    .formatted(file, line, columns.id().orElseThrow(), name, before));
          }
        });
  }

  private void endSequence() {
    if (rows.isEmpty()) {
      return;
    }
    long[] lines = rows.stream().mapToLong(Row::line).toArray();
    sequences.add(
        new SequenceExamples.Placed(
            new SequenceExample(
                rows.stream().map(Row::features).toArray(float[][]::new),
                rows.stream().map(Row::targets).toArray(float[][]::new)),
            row -> where(lines[row], columns.targets().getFirst())));
    rows = new ArrayList<>();
  }

  private float[] numbers(CsvRecord record, List<String> names) {
    float[] values = new float[names.size()];
    for (int i = 0; i < values.length; i++) {
      String cell = record.getField(column(names.get(i))).strip();
      values[i] = number(cell);
      if (!Float.isFinite(values[i])) {
        throw new DataException(
            "%s: expected a number, received '%s'; fill or leave out what is missing"
                .formatted(where(record.getStartingLineNumber(), names.get(i)), cell));
      }
    }
    return values;
  }

  /** NaN for what is no number. */
  private static float number(String cell) {
    try {
      return Float.parseFloat(cell);
    } catch (NumberFormatException _) {
      return Float.NaN;
    }
  }

  private int column(String name) {
    int[] found =
        IntStream.range(0, header.size()).filter(c -> header.get(c).equals(name)).toArray();
    if (found.length != 1) {
      throw new DataException(
          "%s, line 1: expected one column '%s', received %d among %s; name a column of the header"
              .formatted(file, name, found.length, header));
    }
    return found[0];
  }

  private String where(long line, String name) {
    return "%s, line %d, column %d '%s'".formatted(file, line, column(name) + 1, name);
  }
}
