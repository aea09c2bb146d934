package dev.recurve.timeseries;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.OptionalLong;

/**
 * The step from one row of a series to the next: so many hours, days, months ….
 *
 * @param unit what is counted
 * @param count how many units make one step, at least 1
 */
public record Frequency(Unit unit, int count) {
  /** One row an hour. */
  public static final Frequency HOURLY = new Frequency(Unit.HOUR, 1);

  /** One row a day. */
  public static final Frequency DAILY = new Frequency(Unit.DAY, 1);

  /** One row a week. */
  public static final Frequency WEEKLY = new Frequency(Unit.WEEK, 1);

  /** One row a month, always on the same day of the month. */
  public static final Frequency MONTHLY = new Frequency(Unit.MONTH, 1);

  /** One row every three months, always on the same day of the month. */
  public static final Frequency QUARTERLY = new Frequency(Unit.MONTH, 3);

  /** One row a year. */
  public static final Frequency YEARLY = new Frequency(Unit.YEAR, 1);

  /** Rows without a time: 0, 1, 2 …. */
  public static final Frequency STEPS = new Frequency(Unit.STEP, 1);

  /** What a frequency counts, with the number of units in one season. */
  public enum Unit {
    /** A row without a time. */
    STEP(1, "step", "steps"),
    /** A second; the season is an hour. */
    SECOND(3600, "second", "secondly"),
    /** A minute; the season is a day. */
    MINUTE(1440, "minute", "minutely"),
    /** An hour; the season is a day. */
    HOUR(24, "hour", "hourly"),
    /** A day; no season, as in the M4 competition. */
    DAY(1, "day", "daily"),
    /** A day from Monday to Friday; the season is a week. */
    BUSINESS_DAY(5, "business-day", "business-daily"),
    /** Seven days; no season, as in the M4 competition. */
    WEEK(1, "week", "weekly"),
    /** A calendar month; the season is a year. */
    MONTH(12, "month", "monthly"),
    /** A calendar month, on its last day; the season is a year. */
    MONTH_END(12, "month-end", "monthly"),
    /** A calendar year; no season. */
    YEAR(1, "year", "yearly");

    private final int season;
    private final String noun;
    private final String adverb;

    Unit(int season, String noun, String adverb) {
      this.season = season;
      this.noun = noun;
      this.adverb = adverb;
    }
  }

  /**
   * @throws IllegalArgumentException if the count is not positive, or several business days make a
   *     step
   */
  public Frequency {
    if (count < 1) {
      throw new IllegalArgumentException(
          "a step is at least 1 " + unit.noun + ", received " + count);
    }
    if (unit == Unit.BUSINESS_DAY && count > 1) {
      throw new IllegalArgumentException("a step of several business days is not supported");
    }
  }

  /**
   * Names a step of fixed length by the largest unit that divides it.
   *
   * @param seconds the length of the step
   * @return for example {@code 900} gives 15 minutes, {@code 604800} one week
   * @throws IllegalArgumentException if the length is not positive or does not fit
   */
  public static Frequency ofSeconds(long seconds) {
    if (seconds < 1) {
      throw new IllegalArgumentException("a step is at least 1 second, received " + seconds);
    }
    Unit unit = Unit.SECOND;
    long length = 1;
    long longer = 1;
    for (Unit next : new Unit[] {Unit.MINUTE, Unit.HOUR, Unit.DAY, Unit.WEEK}) {
      longer = secondsOf(next);
      if (seconds % longer == 0) {
        unit = next;
        length = longer;
      }
    }
    return new Frequency(unit, Math.toIntExact(seconds / length));
  }

  // Every forecast compares frequencies, and the first equality that the JVM makes up for a record
  // takes it 7 ms.

  @Override
  public boolean equals(Object other) {
    return other instanceof Frequency that && unit == that.unit && count == that.count;
  }

  @Override
  public int hashCode() {
    return 31 * unit.hashCode() + count;
  }

  private static long secondsOf(Unit unit) {
    return switch (unit) {
      case SECOND -> 1;
      case MINUTE -> 60;
      case HOUR -> 3_600;
      case DAY -> 86_400;
      case WEEK -> 604_800;
      case STEP, BUSINESS_DAY, MONTH, MONTH_END, YEAR ->
          throw new IllegalArgumentException(unit.noun + " has no fixed length");
    };
  }

  /**
   * Returns the default season length m in rows, as in the M4 competition and GluonTS: hourly 24,
   * daily 1, business-daily 5, weekly 1, monthly 12, quarterly 4, yearly 1, every 15 minutes 96.
   * Where the season is not a whole number of steps it is 1.
   */
  public int season() {
    return unit.season % count == 0 ? unit.season / count : 1;
  }

  /** Returns whether rows have a place in the calendar; false for plain steps. */
  public boolean hasTime() {
    return unit != Unit.STEP;
  }

  /**
   * Goes some steps through the calendar.
   *
   * @param time where to start
   * @param steps how many steps, may be 0
   * @return the time that many steps later
   * @throws IllegalArgumentException for plain steps, which have no time, or a negative number of
   *     steps
   */
  public LocalDateTime plus(LocalDateTime time, long steps) {
    if (steps < 0) {
      throw new IllegalArgumentException("a number of steps is not negative, received " + steps);
    }
    long units = Math.multiplyExact(steps, (long) count);
    return switch (unit) {
      case SECOND, MINUTE, HOUR, DAY, WEEK -> time.plusSeconds(units * secondsOf(unit));
      case BUSINESS_DAY -> plusBusinessDays(time, units);
      case MONTH -> time.plusMonths(units);
      case MONTH_END -> time.plusMonths(units).with(TemporalAdjusters.lastDayOfMonth());
      case YEAR -> time.plusYears(units);
      case STEP -> throw new IllegalArgumentException("plain steps have no time");
    };
  }

  private static LocalDateTime plusBusinessDays(LocalDateTime time, long days) {
    LocalDateTime result = time.plusWeeks(days / 5);
    for (long rest = days % 5; rest > 0; rest--) {
      result = result.plusDays(result.getDayOfWeek() == DayOfWeek.FRIDAY ? 3 : 1);
    }
    return result;
  }

  /**
   * Counts the steps from one time to another.
   *
   * @param from the earlier time
   * @param to the later time
   * @return the number of steps; empty if it is not a whole number, or {@code to} is the earlier
   *     one
   */
  OptionalLong stepsBetween(LocalDateTime from, LocalDateTime to) {
    if (to.isBefore(from)) {
      return OptionalLong.empty();
    }
    long guess =
        switch (unit) {
          case SECOND, MINUTE, HOUR, DAY, WEEK ->
              Duration.between(from, to).toSeconds() / (secondsOf(unit) * count);
          case BUSINESS_DAY -> businessDays(from, to);
          case MONTH, MONTH_END ->
              ChronoUnit.MONTHS.between(from.withDayOfMonth(1), to.withDayOfMonth(1)) / count;
          case YEAR -> (long) (to.getYear() - from.getYear()) / count;
          case STEP -> throw new IllegalArgumentException("plain steps have no time");
        };
    return plus(from, guess).equals(to) ? OptionalLong.of(guess) : OptionalLong.empty();
  }

  private static long businessDays(LocalDateTime from, LocalDateTime to) {
    long days = ChronoUnit.DAYS.between(from.toLocalDate(), to.toLocalDate());
    long crossed = to.getDayOfWeek().getValue() < from.getDayOfWeek().getValue() ? 2 : 0;
    return days / 7 * 5 + days % 7 - crossed;
  }

  /**
   * Writes a time as finely as this frequency needs: {@code 1960} for whole years, {@code 1960-12}
   * for whole months, {@code 1960-12-31} for whole days, else with hours, minutes, and seconds if
   * counted.
   *
   * @param time the time to write
   * @return the text, which sorts like the times
   */
  public String format(LocalDateTime time) {
    boolean midnight = time.toLocalTime().equals(LocalTime.MIDNIGHT);
    boolean wholeMonth = midnight && time.getDayOfMonth() == 1;
    String pattern =
        switch (unit) {
          case YEAR -> wholeMonth && time.getMonthValue() == 1 ? "uuuu" : "uuuu-MM-dd";
          case MONTH -> wholeMonth ? "uuuu-MM" : "uuuu-MM-dd";
          case MONTH_END, DAY, BUSINESS_DAY, WEEK -> midnight ? "uuuu-MM-dd" : "uuuu-MM-dd HH:mm";
          case SECOND -> "uuuu-MM-dd HH:mm:ss";
          case HOUR, MINUTE, STEP ->
              time.getSecond() == 0 ? "uuuu-MM-dd HH:mm" : "uuuu-MM-dd HH:mm:ss";
        };
    return time.format(DateTimeFormatter.ofPattern(pattern));
  }

  /** Returns the usual word: {@code hourly}, {@code 15-minute}, {@code quarterly} …. */
  @Override
  public String toString() {
    boolean months = unit == Unit.MONTH || unit == Unit.MONTH_END;
    if (months && count == 3) {
      return "quarterly";
    }
    return count == 1 ? unit.adverb : count + "-" + unit.noun;
  }
}
