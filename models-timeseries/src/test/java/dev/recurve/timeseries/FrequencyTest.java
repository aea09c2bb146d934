package dev.recurve.timeseries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.timeseries.Frequency.Unit;
import java.time.LocalDateTime;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrequencyTest {
  private static final LocalDateTime START = LocalDateTime.of(2024, 1, 31, 6, 0);

  @ParameterizedTest
  @CsvSource({
    "SECOND, 1, 3600",
    "SECOND, 10, 360",
    "MINUTE, 1, 1440",
    "MINUTE, 5, 288",
    "MINUTE, 15, 96",
    "HOUR, 1, 24",
    "HOUR, 2, 12",
    "HOUR, 5, 1",
    "DAY, 1, 1",
    "BUSINESS_DAY, 1, 5",
    "WEEK, 1, 1",
    "MONTH, 1, 12",
    "MONTH, 3, 4",
    "MONTH_END, 3, 4",
    "YEAR, 1, 1",
    "STEP, 1, 1"
  })
  void seasonsAreThoseOfM4(Unit unit, int count, int season) {
    assertThat(new Frequency(unit, count).season()).isEqualTo(season);
  }

  @ParameterizedTest
  @CsvSource({
    "1, secondly",
    "60, minutely",
    "900, 15-minute",
    "3600, hourly",
    "7200, 2-hour",
    "86400, daily",
    "604800, weekly",
    "1209600, 2-week",
    "90000, 25-hour"
  })
  void fixedStepsAreNamedByTheLargestUnit(long seconds, String name) {
    assertThat(Frequency.ofSeconds(seconds)).hasToString(name);
  }

  @Test
  void monthsHaveNamesToo() {
    assertThat(Frequency.MONTHLY).hasToString("monthly");
    assertThat(Frequency.QUARTERLY).hasToString("quarterly");
    assertThat(new Frequency(Unit.MONTH_END, 3)).hasToString("quarterly");
    assertThat(new Frequency(Unit.MONTH, 2)).hasToString("2-month");
    assertThat(Frequency.YEARLY).hasToString("yearly");
  }

  @ParameterizedTest
  @CsvSource({
    "HOUR, 2, 3, 2024-01-31T12:00",
    "WEEK, 1, 2, 2024-02-14T06:00",
    "YEAR, 1, 1, 2025-01-31T06:00",
    "MONTH, 1, 2, 2024-03-31T06:00",
    "MONTH_END, 1, 1, 2024-02-29T06:00",
    "MONTH_END, 1, 3, 2024-04-30T06:00",
    "BUSINESS_DAY, 1, 3, 2024-02-05T06:00",
    "BUSINESS_DAY, 1, 8, 2024-02-12T06:00",
    "DAY, 1, 0, 2024-01-31T06:00"
  })
  void stepsThroughTheCalendar(Unit unit, int count, long steps, LocalDateTime expected) {
    Frequency frequency = new Frequency(unit, count);
    assertThat(frequency.plus(START, steps)).isEqualTo(expected);
    assertThat(frequency.stepsBetween(START, expected)).isEqualTo(OptionalLong.of(steps));
    assertThat(frequency.stepsBetween(START, expected.plusMinutes(1))).isEmpty();
    assertThat(frequency.stepsBetween(expected.plusMinutes(1), START)).isEmpty();
  }

  @Test
  void businessDaysAreCountedOverAnySpan() {
    Frequency frequency = new Frequency(Unit.BUSINESS_DAY, 1);
    for (int start = 0; start < 5; start++) {
      LocalDateTime from = LocalDateTime.of(2024, 1, 1 + start, 0, 0); // the 1st is a Monday
      for (int steps = 0; steps < 25; steps++) {
        assertThat(frequency.stepsBetween(from, frequency.plus(from, steps))).hasValue(steps);
      }
    }
  }

  @Test
  void impossibleStepsAreRefused() {
    assertThatThrownBy(() -> new Frequency(Unit.DAY, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a step is at least 1 day, received 0");
    assertThatThrownBy(() -> new Frequency(Unit.BUSINESS_DAY, 2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Frequency.ofSeconds(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Frequency.STEPS.plus(START, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("plain steps have no time");
  }

  @ParameterizedTest
  @CsvSource({
    "HOUR, 2024-01-01T05:00, 2024-01-01 05:00", "SECOND, 2024-01-01T05:00:07, 2024-01-01 05:00:07",
    "MINUTE, 2024-01-01T05:30:07, 2024-01-01 05:30:07", "DAY, 2024-01-01T00:00, 2024-01-01",
    "DAY, 2024-01-01T06:00, 2024-01-01 06:00", "MONTH, 2024-03-01T00:00, 2024-03",
    "MONTH, 2024-03-15T00:00, 2024-03-15", "YEAR, 2024-01-01T00:00, 2024",
    "YEAR, 2024-06-30T00:00, 2024-06-30", "MONTH_END, 2024-02-29T00:00, 2024-02-29"
  })
  void labelsAreAsFineAsNeeded(Unit unit, LocalDateTime time, String label) {
    assertThat(new Frequency(unit, 1).format(time)).isEqualTo(label);
  }

  @Test
  void inferenceFindsEveryFrequencyFromItsOwnTimes() {
    for (Frequency frequency :
        List.of(
            Frequency.ofSeconds(10),
            Frequency.ofSeconds(900),
            Frequency.HOURLY,
            Frequency.DAILY,
            Frequency.WEEKLY,
            new Frequency(Unit.WEEK, 4),
            new Frequency(Unit.BUSINESS_DAY, 1),
            new Frequency(Unit.MONTH_END, 1),
            new Frequency(Unit.MONTH_END, 3),
            Frequency.YEARLY)) {
      assertThat(FrequencyInference.infer(times(START, frequency))).isEqualTo(frequency);
    }
    LocalDateTime fifteenth = LocalDateTime.of(2024, 2, 15, 0, 0);
    for (Frequency frequency :
        List.of(Frequency.MONTHLY, Frequency.QUARTERLY, new Frequency(Unit.YEAR, 2))) {
      assertThat(FrequencyInference.infer(times(fifteenth, frequency))).isEqualTo(frequency);
    }
  }

  @Test
  void inferenceIsNotMisledByAFewGaps() {
    List<LocalDateTime> months = times(LocalDateTime.of(1949, 1, 1, 0, 0), Frequency.MONTHLY);
    List<LocalDateTime> withGaps =
        Stream.concat(months.subList(0, 5).stream(), months.subList(8, 20).stream()).toList();
    assertThat(FrequencyInference.infer(withGaps)).isEqualTo(Frequency.MONTHLY);
  }

  @Test
  void aWorkingWeekAloneIsDaily() {
    List<LocalDateTime> week = times(LocalDateTime.of(2024, 1, 1, 0, 0), Frequency.DAILY);
    assertThat(FrequencyInference.infer(week.subList(0, 5))).isEqualTo(Frequency.DAILY);
  }

  private static List<LocalDateTime> times(LocalDateTime start, Frequency frequency) {
    return Stream.iterate(0, i -> i + 1).limit(20).map(i -> frequency.plus(start, i)).toList();
  }

  @Test
  void equalStepsAreEqual() {
    var months = new Frequency(Unit.MONTH, 3);
    assertThat(months)
        .isEqualTo(Frequency.QUARTERLY)
        .hasSameHashCodeAs(Frequency.QUARTERLY)
        .isNotEqualTo(new Frequency(Unit.MONTH_END, 3))
        .isNotEqualTo(Frequency.MONTHLY)
        .isNotEqualTo("3 months");
  }
}
