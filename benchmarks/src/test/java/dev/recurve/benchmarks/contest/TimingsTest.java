package dev.recurve.benchmarks.contest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TimingsTest {
  private static Timings millis(long... values) {
    return new Timings(Arrays.stream(values).map(value -> value * 1_000_000).toArray());
  }

  @Test
  void theMedianIsInTheMiddle() {
    assertThat(millis(9, 1, 5).medianMillis()).isEqualTo(5);
    assertThat(millis(9, 1, 5, 6).medianMillis()).isEqualTo(5.5);
    assertThat(millis(4).medianMillis()).isEqualTo(4);
  }

  @Test
  void percentilesAreOfTheNearestRank() {
    var hundred = millis(LongStream.rangeClosed(1, 100).toArray());

    assertThat(hundred.percentileMillis(99)).isEqualTo(99);
    assertThat(hundred.percentileMillis(100)).isEqualTo(100);
    assertThat(hundred.percentileMillis(0.5)).isEqualTo(1);
    assertThat(millis(3, 1, 2).percentileMillis(99)).isEqualTo(3);
    assertThat(millis(LongStream.rangeClosed(1, 1000).toArray()).percentileMillis(99))
        .isEqualTo(990);
  }

  @Property
  void atLeastThatShareOfTheRunsIsWithinAPercentileAndLessWithinAnyShorterRun(
      @ForAll @Size(min = 1, max = 300) List<@LongRange(min = 1, max = 1000) Long> values,
      @ForAll @LongRange(min = 1, max = 100) long percent) {
    var timings = millis(values.stream().mapToLong(Long::longValue).toArray());
    double percentile = timings.percentileMillis(percent);

    assertThat(values.stream().filter(value -> value <= percentile).count() * 100)
        .isGreaterThanOrEqualTo(percent * values.size());
    assertThat(values.stream().filter(value -> value < percentile).count() * 100)
        .isLessThan(percent * values.size());
  }

  @Test
  void partsAreMerged() {
    var merged = Timings.merged(List.of(millis(5, 7), millis(1)));

    assertThat(merged.count()).isEqualTo(3);
    assertThat(merged.medianMillis()).isEqualTo(5);
    assertThat(merged.bestMillis()).isEqualTo(1);
  }

  @Test
  void refusesNothingAndPercentilesThatAreNone() {
    assertThatThrownBy(Timings::new).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> millis(1).percentileMillis(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> millis(1).percentileMillis(101))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
