package dev.recurve.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class LogTicksTest {

  @Property
  void coversTheRangeWithAFewTicks(
      @ForAll @DoubleRange(min = -300, max = 300) double a,
      @ForAll @DoubleRange(min = -300, max = 300) double b) {
    check(Math.pow(10, Math.min(a, b)), Math.pow(10, Math.max(a, b)));
  }

  @Property
  void coversANarrowRangeWithAFewTicks(
      @ForAll @DoubleRange(min = -290, max = 290) double a,
      @ForAll @DoubleRange(min = 0, max = 4) double decades) {
    check(Math.pow(10, a), Math.pow(10, a + decades));
  }

  private static void check(double low, double high) {
    var axis = LogTicks.covering(Math.max(low, 1e-300), Math.min(high, 1e300), 6);

    assertThat(axis.low()).isPositive().isLessThanOrEqualTo(Math.max(low, 1e-300));
    assertThat(axis.high()).isGreaterThanOrEqualTo(Math.min(high, 1e300));
    assertThat(axis.ticks()).hasSizeBetween(2, 13);
    assertThat(axis.ticks()).extracting(Tick::value).isSorted().doesNotHaveDuplicates();
    assertThat(axis.ticks()).extracting(Tick::label).doesNotHaveDuplicates();
    assertThat(axis.ticks())
        .allSatisfy(tick -> assertThat(axis.place(tick.value())).isBetween(-1e-9, 1 + 1e-9));
  }

  @Test
  void placesByTheLogarithm() {
    var axis = LogTicks.covering(0.001, 1000, 6);

    assertThat(axis.place(0.001)).isCloseTo(0, within(1e-12));
    assertThat(axis.place(1)).isCloseTo(0.5, within(1e-12));
    assertThat(axis.place(1000)).isCloseTo(1, within(1e-12));
  }

  @Test
  void choosesTicksByTheWidthOfTheRange() {
    assertThat(labels(0.39, 0.45))
        .containsExactly("0.39", "0.40", "0.41", "0.42", "0.43", "0.44", "0.45");
    assertThat(labels(0.006, 0.9))
        .containsExactly("0.005", "0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1");
    assertThat(labels(0.002, 30)).containsExactly("0.001", "0.01", "0.1", "1", "10", "100");
    assertThat(labels(2e-9, 3e-5)).containsExactly("10⁻⁹", "10⁻⁸", "10⁻⁷", "10⁻⁶", "10⁻⁵", "10⁻⁴");
    assertThat(labels(1e-20, 1e20)).containsExactly("10⁻²⁰", "10⁻¹⁰", "10⁰", "10¹⁰", "10²⁰");
  }

  private static List<String> labels(double low, double high) {
    return LogTicks.covering(low, high, 6).ticks().stream().map(Tick::label).toList();
  }
}
