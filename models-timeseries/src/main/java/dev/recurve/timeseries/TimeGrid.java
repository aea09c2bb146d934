package dev.recurve.timeseries;

import dev.recurve.DataException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The regular calendar behind the times of a file: which frequency it has, and on which of its rows
 * each row of the file falls.
 */
final class TimeGrid {
  /** A longer gap is a mistyped time: filling it would only fill the memory. */
  private static final long LONGEST_STEP = 1_000_000;

  private final String file;
  private final List<LocalDateTime> times;
  private final List<Integer> lines;
  private final DateTimeFormatter exact;
  private final Frequency frequency;
  private final int[] rowOf;

  /**
   * @param file the name of the file, for messages
   * @param times the time of each row of the file, at least one
   * @param lines the line each of them stands on
   * @param policy what to do with gaps
   * @throws DataException if times repeat, run backwards, or leave the grid, or for gaps if the
   *     policy says so
   */
  TimeGrid(String file, List<LocalDateTime> times, List<Integer> lines, GapPolicy policy) {
    this.file = file;
    this.times = times;
    this.lines = lines;
    boolean datesOnly =
        times.stream().allMatch(time -> time.toLocalTime().equals(LocalTime.MIDNIGHT));
    exact = DateTimeFormatter.ofPattern(datesOnly ? "uuuu-MM-dd" : "uuuu-MM-dd HH:mm:ss");
    if (times.size() < 2) {
      throw new DataException(
          "%s: one row only; two are needed to tell how far apart rows are".formatted(file));
    }
    requireIncreasing();
    frequency = FrequencyInference.infer(times);
    rowOf = place(policy);
  }

  TimeIndex index() {
    return new TimeIndex.Calendar(times.getFirst(), frequency);
  }

  /** Returns the number of rows of the regular series. */
  int rows() {
    return rowOf[rowOf.length - 1] + 1;
  }

  /** Returns the row of the regular series on which a row of the file falls. */
  int rowOf(int fileRow) {
    return rowOf[fileRow];
  }

  private void requireIncreasing() {
    Map<LocalDateTime, Integer> seen = new HashMap<>();
    for (int i = 0; i < times.size(); i++) {
      Integer earlier = seen.putIfAbsent(times.get(i), lines.get(i));
      if (earlier != null) {
        throw new DataException(
            "%s: the time %s stands on line %d and again on line %d; each time may occur once"
                .formatted(file, exact(i), earlier, lines.get(i)));
      }
    }
    for (int i = 1; i < times.size(); i++) {
      if (times.get(i).isBefore(times.get(i - 1))) {
        throw new DataException(
            "%s, line %d: %s comes after %s on line %d; sort the rows by time"
                .formatted(file, lines.get(i), exact(i), exact(i - 1), lines.get(i - 1)));
      }
    }
  }

  private int[] place(GapPolicy policy) {
    int[] rows = new int[times.size()];
    int gaps = 0;
    int firstGap = 0;
    for (int i = 1; i < rows.length; i++) {
      OptionalLong steps = frequency.stepsBetween(times.get(i - 1), times.get(i));
      if (steps.isEmpty()) {
        throw new DataException(
            "%s, line %d: %s is not a whole number of steps after %s on line %d; the rows are %s"
                .formatted(
                    file, lines.get(i), exact(i), exact(i - 1), lines.get(i - 1), frequency));
      }
      if (steps.getAsLong() > LONGEST_STEP) {
        throw new DataException(
            "%s, line %d: %s lies %d rows after %s on line %d; is the time right?"
                .formatted(
                    file,
                    lines.get(i),
                    exact(i),
                    steps.getAsLong(),
                    exact(i - 1),
                    lines.get(i - 1)));
      }
      if (steps.getAsLong() > 1 && gaps++ == 0) {
        firstGap = i;
      }
      rows[i] = Math.toIntExact(rows[i - 1] + steps.getAsLong());
    }
    if (gaps > 0 && policy == GapPolicy.FAIL) {
      throw gapError(gaps, firstGap, rows[firstGap] - rows[firstGap - 1] - 1);
    }
    return rows;
  }

  private DataException gapError(int gaps, int i, int missing) {
    return new DataException(
        ("%s: the rows are %s but have %d gap%s; the first is after %s on line %d: the next row is"
                + " %s, %d row%s missing%s; add the rows, or read the file with gaps filled as"
                + " missing")
            .formatted(
                file,
                frequency,
                gaps,
                gaps == 1 ? "" : "s",
                exact(i - 1),
                lines.get(i - 1),
                exact(i),
                missing,
                missing == 1 ? "" : "s",
                isClockChange(i) ? " (daylight saving?)" : ""));
  }

  /** An hour lost early on a Sunday is how most clocks go forward. */
  private boolean isClockChange(int i) {
    LocalDateTime before = times.get(i - 1);
    LocalDateTime expected = frequency.plus(before, 1);
    return expected.plusHours(1).equals(times.get(i))
        && Duration.between(before, expected).compareTo(Duration.ofHours(1)) <= 0
        && expected.getDayOfWeek() == DayOfWeek.SUNDAY
        && expected.getHour() <= 3;
  }

  private String exact(int i) {
    return times.get(i).format(exact);
  }
}
