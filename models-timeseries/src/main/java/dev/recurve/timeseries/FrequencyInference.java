package dev.recurve.timeseries;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Tells the frequency of a list of increasing times from the commonest step between them, so that a
 * few gaps do not matter. Steps of four weeks and more are calendar months or years if the day of
 * the month says so.
 */
final class FrequencyInference {
  private static final long SHORTEST_MONTH = Duration.ofDays(28).toSeconds();
  private static final long DAY = Duration.ofDays(1).toSeconds();

  private FrequencyInference() {}

  /** Returns the frequency of at least two strictly increasing times. */
  static Frequency infer(List<LocalDateTime> times) {
    long seconds = commonest(times, ChronoUnit.SECONDS::between);
    if (seconds >= SHORTEST_MONTH) {
      int months = (int) commonest(times, FrequencyInference::months);
      boolean sameDay = allEqual(times);
      if (months > 0 && months % 12 == 0 && sameDay) {
        return new Frequency(Frequency.Unit.YEAR, months / 12);
      }
      if (months > 0 && times.stream().allMatch(FrequencyInference::isMonthEnd)) {
        return new Frequency(Frequency.Unit.MONTH_END, months);
      }
      if (months > 0 && sameDay) {
        return new Frequency(Frequency.Unit.MONTH, months);
      }
    }
    if (seconds == DAY && skipsWeekends(times)) {
      return new Frequency(Frequency.Unit.BUSINESS_DAY, 1);
    }
    return Frequency.ofSeconds(seconds);
  }

  /** The step that occurs most often; of several, the shortest. */
  private static long commonest(
      List<LocalDateTime> times, BiFunction<LocalDateTime, LocalDateTime, Long> step) {
    Map<Long, Integer> counts = new HashMap<>();
    for (int i = 1; i < times.size(); i++) {
      counts.merge(step.apply(times.get(i - 1), times.get(i)), 1, Integer::sum);
    }
    return counts.entrySet().stream()
        .max(
            Map.Entry.<Long, Integer>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
        .orElseThrow()
        .getKey();
  }

  private static long months(LocalDateTime from, LocalDateTime to) {
    return ChronoUnit.MONTHS.between(YearMonth.from(from), YearMonth.from(to));
  }

  private static boolean allEqual(List<LocalDateTime> times) {
    LocalDateTime first = times.getFirst();
    return times.stream()
        .allMatch(
            time ->
                time.getDayOfMonth() == first.getDayOfMonth()
                    && time.toLocalTime().equals(first.toLocalTime()));
  }

  private static boolean isMonthEnd(LocalDateTime time) {
    return time.toLocalDate().equals(YearMonth.from(time).atEndOfMonth());
  }

  private static boolean skipsWeekends(List<LocalDateTime> times) {
    boolean weekdaysOnly =
        times.stream()
            .map(LocalDateTime::getDayOfWeek)
            .noneMatch(day -> day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY);
    return weekdaysOnly
        && Duration.between(times.getFirst(), times.getLast()).compareTo(Duration.ofDays(7)) >= 0;
  }
}
