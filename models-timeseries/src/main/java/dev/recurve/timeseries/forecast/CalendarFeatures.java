package dev.recurve.timeseries.forecast;

import dev.recurve.timeseries.Frequency;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a time stands in the cycles of the calendar that its frequency can see: the day, the week
 * and the year, each as a sine and a cosine, so that a cycle's end meets its beginning.
 */
final class CalendarFeatures {
  private static final double DAYS_OF_YEAR = 365.25;

  private final List<Cycle> cycles;

  /** A cycle: how far through it a time is, from 0 to 1. */
  private interface Cycle {
    double position(LocalDateTime time);
  }

  private CalendarFeatures(List<Cycle> cycles) {
    this.cycles = cycles;
  }

  static CalendarFeatures none() {
    return new CalendarFeatures(List.of());
  }

  /** The cycles longer than one step of a frequency; none for plain steps and years. */
  static CalendarFeatures of(Frequency frequency) {
    Cycle day = time -> time.toLocalTime().toSecondOfDay() / 86_400.0;
    Cycle week = time -> (time.getDayOfWeek().getValue() - 1 + day.position(time)) / 7;
    Cycle year = time -> (time.getDayOfYear() - 1 + day.position(time)) / DAYS_OF_YEAR;
    Cycle months = time -> (time.getMonthValue() - 1) / 12.0;
    var cycles = new ArrayList<Cycle>();
    switch (frequency.unit()) {
      case SECOND, MINUTE, HOUR -> cycles.addAll(List.of(day, week, year));
      case DAY, BUSINESS_DAY -> cycles.addAll(List.of(week, year));
      case WEEK -> cycles.add(year);
      case MONTH, MONTH_END -> cycles.add(months);
      case YEAR, STEP -> {}
    }
    return new CalendarFeatures(cycles);
  }

  /** Number of features: two a cycle. */
  int count() {
    return 2 * cycles.size();
  }

  /** Writes the features of a time. */
  void write(LocalDateTime time, float[] into, int offset) {
    int at = offset;
    for (var cycle : cycles) {
      double angle = 2 * Math.PI * cycle.position(time);
      into[at++] = (float) StrictMath.sin(angle);
      into[at++] = (float) StrictMath.cos(angle);
    }
  }
}
