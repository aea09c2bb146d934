package dev.recurve.timeseries;

import dev.recurve.DataException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The time column of a CSV file. Times are written year first; whether 01/02 is January or February
 * is never guessed. A time with an offset, and an epoch count, is read as UTC.
 */
final class Timestamps {
  private static final Pattern YEAR = Pattern.compile("\\d{4}");
  private static final Pattern EPOCH_SECONDS = Pattern.compile("\\d{9,10}");
  private static final Pattern EPOCH_MILLIS = Pattern.compile("\\d{12,13}");
  private static final Pattern YEAR_FIRST =
      Pattern.compile(
          "(?<year>\\d{4})[-/](?<month>\\d{1,2})(?:[-/](?<day>\\d{1,2})"
              + "(?:[T ](?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?:\\.0+)?)?"
              + " ?(?<offset>Z|[+-]\\d{2}:?\\d{2})?)?)?");
  private static final Pattern DAY_OR_MONTH_FIRST =
      Pattern.compile("(\\d{1,2})[-/.](\\d{1,2})[-/.]\\d{2,4}(?!\\d).*");
  private static final String FORMS =
      "yyyy-MM-dd HH:mm[:ss], ISO-8601, yyyy-MM-dd, yyyy-MM, yyyy or epoch seconds";

  private final String file;
  private final String column;
  private final List<String> cells = new ArrayList<>();
  private final List<Integer> lines = new ArrayList<>();

  Timestamps(String file, String column) {
    this.file = file;
    this.column = column;
  }

  void add(int line, String cell) {
    lines.add(line);
    cells.add(cell);
  }

  List<Integer> lines() {
    return lines;
  }

  /** Reads all cells, or says which one cannot be read and how the column begins. */
  List<LocalDateTime> read() {
    List<LocalDateTime> times = new ArrayList<>(cells.size());
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      if (hasOffset(cell) != hasOffset(cells.getFirst())) {
        throw unreadable(i, "some times of this column have an offset from UTC and some have none");
      }
      times.add(parse(cell).orElseThrow(explain(i)));
    }
    return times;
  }

  static boolean isTime(String cell) {
    return parse(cell).isPresent();
  }

  private static boolean hasOffset(String cell) {
    Matcher match = YEAR_FIRST.matcher(cell);
    return match.matches() && match.group("offset") != null;
  }

  private static Optional<LocalDateTime> parse(String cell) {
    try {
      if (YEAR.matcher(cell).matches()) {
        return Optional.of(LocalDateTime.of(Integer.parseInt(cell), 1, 1, 0, 0));
      }
      if (EPOCH_SECONDS.matcher(cell).matches()) {
        return Optional.of(LocalDateTime.ofEpochSecond(Long.parseLong(cell), 0, ZoneOffset.UTC));
      }
      if (EPOCH_MILLIS.matcher(cell).matches() && cell.endsWith("000")) {
        return Optional.of(
            LocalDateTime.ofEpochSecond(Long.parseLong(cell) / 1000, 0, ZoneOffset.UTC));
      }
      Matcher match = YEAR_FIRST.matcher(cell);
      return match.matches() ? Optional.of(yearFirst(match)) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty(); // the right form, but no such day or hour
    }
  }

  private static LocalDateTime yearFirst(Matcher match) {
    LocalDateTime time =
        LocalDateTime.of(
            number(match, "year", 0),
            number(match, "month", 1),
            number(match, "day", 1),
            number(match, "hour", 0),
            number(match, "minute", 0),
            number(match, "second", 0));
    String offset = match.group("offset");
    return offset == null
        ? time
        : OffsetDateTime.of(time, ZoneOffset.of(offset))
            .withOffsetSameInstant(ZoneOffset.UTC)
            .toLocalDateTime();
  }

  private static int number(Matcher match, String group, int otherwise) {
    String digits = match.group(group);
    return digits == null ? otherwise : Integer.parseInt(digits);
  }

  private Supplier<DataException> explain(int i) {
    return () -> {
      String cell = cells.get(i);
      Matcher ambiguous = DAY_OR_MONTH_FIRST.matcher(cell);
      if (ambiguous.matches()) {
        return unreadable(
            i,
            "whether the day or the month comes first is not guessed; write the year first, as in"
                + " 2020-12-31");
      }
      if (Numbers.isMissing(cell)) {
        return unreadable(i, "every row needs a time");
      }
      return unreadable(i, "expected " + FORMS);
    };
  }

  private DataException unreadable(int i, String reason) {
    String beginning =
        cells.stream().limit(3).map(cell -> "'" + cell + "'").collect(Collectors.joining(", "));
    return new DataException(
        "%s, line %d, column '%s': cannot read '%s' as a time: %s; the column begins with %s"
            .formatted(file, lines.get(i), column, cells.get(i), reason, beginning));
  }
}
