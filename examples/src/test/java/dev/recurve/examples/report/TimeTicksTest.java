package dev.recurve.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class TimeTicksTest {
  private static final long YEAR = 31_556_952;

  @Property
  void hasAFewTicksInOrderWithinTheRange(
      @ForAll @LongRange(min = -2000 * YEAR, max = 2000 * YEAR) long low,
      @ForAll @LongRange(min = 0, max = 40) long size) {
    // From a second to about twenty thousand years, each length 1.7 times the one before.
    double high = low + Math.pow(1.7, size);
    var axis = TimeTicks.within(low, high, 9);

    assertThat(axis.low()).isLessThanOrEqualTo(low);
    assertThat(axis.high()).isGreaterThanOrEqualTo(high);
    assertThat(axis.ticks()).hasSizeBetween(2, 10);
    assertThat(axis.ticks()).extracting(Tick::value).isSorted().doesNotHaveDuplicates();
    assertThat(axis.ticks())
        .allSatisfy(tick -> assertThat(tick.value()).isBetween(axis.low(), axis.high()));
  }

  @Property
  void secondsAndTimesAreInverse(
      @ForAll @LongRange(min = -2000 * YEAR, max = 2000 * YEAR) long seconds) {
    assertThat(TimeTicks.seconds(TimeTicks.time(seconds))).isEqualTo(seconds);
  }

  @Test
  void yearsStandOnTheFirstOfJanuary() {
    var from = LocalDateTime.of(1749, 1, 1, 0, 0);
    var ticks =
        TimeTicks.within(TimeTicks.seconds(from), TimeTicks.seconds(from.plusYears(235)), 9);

    assertThat(ticks.ticks())
        .extracting(Tick::label)
        .containsExactly("1750", "1800", "1850", "1900", "1950");
    assertThat(ticks.ticks())
        .allSatisfy(
            tick -> {
              var time = TimeTicks.time(tick.value());
              assertThat(time.getDayOfYear()).isEqualTo(1);
              assertThat(time).hasToString(tick.label() + "-01-01T00:00");
            });
  }

  @Test
  void monthsNameTheirYearOnce() {
    assertThat(labels(LocalDateTime.of(2022, 11, 5, 0, 0), Duration.ofDays(590)))
        .containsExactly("Jan 2023", "Apr", "Jul", "Oct", "Jan 2024", "Apr");
  }

  @Test
  void weeksBeginOnMonday() {
    var low = TimeTicks.seconds(LocalDateTime.of(2024, 12, 20, 0, 0));
    var ticks = TimeTicks.within(low, low + Duration.ofDays(40).toSeconds(), 9).ticks();

    assertThat(ticks).extracting(Tick::label).contains("23 Dec", "30 Dec", "6 Jan");
    assertThat(ticks)
        .extracting(tick -> TimeTicks.time(tick.value()).getDayOfWeek())
        .containsOnly(DayOfWeek.MONDAY);
  }

  @Test
  void hoursNameTheirDayOnceAcrossAYearsEnd() {
    assertThat(labels(LocalDateTime.of(2023, 12, 31, 5, 0), Duration.ofHours(46)))
        .containsExactly(
            "06:00 31 Dec 2023",
            "12:00",
            "18:00",
            "00:00 1 Jan 2024",
            "06:00",
            "12:00",
            "18:00",
            "00:00 2 Jan 2024");
  }

  @Test
  void minutesCrossALeapDay() {
    assertThat(labels(LocalDateTime.of(2024, 2, 28, 23, 45), Duration.ofMinutes(30)))
        .containsExactly(
            "23:45 28 Feb 2024", "23:50", "23:55", "00:00 29 Feb 2024", "00:05", "00:10", "00:15");
  }

  @Test
  void oneMomentHasADayOnEitherSide() {
    var moment = TimeTicks.seconds(LocalDateTime.of(2024, 5, 17, 0, 0));
    var axis = TimeTicks.within(moment, moment, 9);

    assertThat(axis.place(moment)).isEqualTo(0.5);
    assertThat(axis.high() - axis.low()).isEqualTo(2 * 86_400);
  }

  @Test
  void spokenTimesLeaveOutWhatIsZero() {
    assertThat(spoken(LocalDateTime.of(1957, 12, 1, 0, 0))).isEqualTo("Dec 1957");
    assertThat(spoken(LocalDateTime.of(1957, 12, 3, 0, 0))).isEqualTo("3 Dec 1957");
    assertThat(spoken(LocalDateTime.of(1957, 12, 1, 6, 5))).isEqualTo("1 Dec 1957 06:05");
    assertThat(spoken(LocalDateTime.of(1957, 12, 1, 6, 5, 9))).isEqualTo("1 Dec 1957 06:05:09");
  }

  private static String spoken(LocalDateTime time) {
    return TimeTicks.spoken(TimeTicks.seconds(time));
  }

  private static List<String> labels(LocalDateTime from, Duration length) {
    double low = TimeTicks.seconds(from);
    return TimeTicks.within(low, low + length.toSeconds(), 9).ticks().stream()
        .map(tick -> (tick.label() + " " + tick.context()).strip())
        .toList();
  }
}
