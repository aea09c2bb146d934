package dev.recurve.timeseries.forecast;

import dev.recurve.timeseries.Frequency;
import java.time.LocalDateTime;
import java.util.List;

/**
 * Where a time stands in the cycles of the calendar that its frequency can see: the day, the week
 * and the year, each as a sine and a cosine, so that a cycle's end meets its beginning.
 */
final class CalendarFeatures {
  private static final double DAYS_OF_YEAR = 365.25;

  private final List<Cycle> cycles;

  /** A cycle: how far through it a time is, from 0 to 1. */
  private enum Cycle {
    DAY,
    WEEK,
    YEAR,
    /** The year, for times that see only its months. */
    MONTHS;

    double position(LocalDateTime time) {
      return switch (this) {
        case DAY -> time.toLocalTime().toSecondOfDay() / 86_400.0;
        case WEEK -> (time.getDayOfWeek().getValue() - 1 + DAY.position(time)) / 7;
        case YEAR -> (time.getDayOfYear() - 1 + DAY.position(time)) / DAYS_OF_YEAR;
        case MONTHS -> (time.getMonthValue() - 1) / 12.0;
      };
    }
  }

  private CalendarFeatures(List<Cycle> cycles) {
    this.cycles = cycles;
  }

  static CalendarFeatures none() {
    return new CalendarFeatures(List.of());
  }

  /** The cycles longer than one step of a frequency; none for plain steps and years. */
  static CalendarFeatures of(Frequency frequency) {
    return new CalendarFeatures(
        switch (frequency.unit()) {
          case SECOND, MINUTE, HOUR -> List.of(Cycle.DAY, Cycle.WEEK, Cycle.YEAR);
          case DAY, BUSINESS_DAY -> List.of(Cycle.WEEK, Cycle.YEAR);
          case WEEK -> List.of(Cycle.YEAR);
          case MONTH, MONTH_END -> List.of(Cycle.MONTHS);
          case YEAR, STEP -> List.of();
        });
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
