package dev.recurve.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NumberTicksTest {

  record Range(double low, double high) {}

  /** Ranges of all sizes and places, as far as an axis goes. */
  @Provide
  Arbitrary<Range> ranges() {
    var value =
        Combinators.combine(
                Arbitraries.doubles().between(-10, 10), Arbitraries.integers().between(-299, 299))
            .as((digits, exponent) -> digits * Math.pow(10, exponent));
    return Combinators.combine(value, value)
        .as((a, b) -> new Range(Math.min(a, b), Math.max(a, b)));
  }

  @Property
  void coversTheRange(@ForAll("ranges") Range range, @ForAll @IntRange(min = 3, max = 12) int n) {
    var axis = NumberTicks.covering(range.low, range.high, n);

    assertThat(axis.low()).isLessThanOrEqualTo(range.low);
    assertThat(axis.high()).isGreaterThanOrEqualTo(range.high);
    assertThat(axis.ticks().getFirst().value()).isEqualTo(axis.low());
    assertThat(axis.ticks().getLast().value()).isEqualTo(axis.high());
    assertThat(axis.place(range.low)).isBetween(0.0, 1.0);
    assertThat(axis.place(range.high)).isBetween(0.0, 1.0);
  }

  @Property
  void hasNeitherTooFewTicksNorTooMany(
      @ForAll("ranges") Range range, @ForAll @IntRange(min = 3, max = 12) int n) {
    // 0.6 to 1.5 times as many pieces as wanted, and up to one more at either end.
    assertThat(NumberTicks.covering(range.low, range.high, n).ticks())
        .hasSizeBetween((int) Math.ceil(0.6 * (n - 1)) + 1, 3 * (n - 1) / 2 + 3);
    assertThat(NumberTicks.within(range.low, range.high, n, false).ticks())
        .hasSizeLessThanOrEqualTo(3 * (n - 1) / 2 + 1);
  }

  @Property
  void stepsAreOneTwoOrFiveTimesAPowerOfTen(
      @ForAll("ranges") Range range, @ForAll @IntRange(min = 3, max = 12) int n) {
    if (range.low < range.high) {
      var step = NumberTicks.step(range.low, range.high, n).stripTrailingZeros();

      assertThat(step.unscaledValue().intValueExact()).isIn(1, 2, 5);
    }
  }

  @Property
  void ticksRiseEvenlyAndHaveLabelsOfTheirOwn(@ForAll("ranges") Range range) {
    var ticks = NumberTicks.covering(range.low, range.high, 6).ticks();

    assertThat(ticks).extracting(Tick::value).isSorted().doesNotHaveDuplicates();
    assertThat(ticks).extracting(Tick::label).doesNotHaveDuplicates();
    double step = (ticks.getLast().value() - ticks.getFirst().value()) / (ticks.size() - 1);
    for (int i = 1; i < ticks.size(); i++) {
      assertThat((ticks.get(i).value() - ticks.get(i - 1).value()) / step)
          .isCloseTo(1, within(1e-6));
    }
  }

  @Property
  void ticksWithinLieWithin(@ForAll("ranges") Range range) {
    var axis = NumberTicks.within(range.low, range.high, 9, false);

    assertThat(axis.ticks()).isNotEmpty();
    assertThat(axis.ticks())
        .allSatisfy(tick -> assertThat(tick.value()).isBetween(axis.low(), axis.high()));
  }

  @Property
  void wholeTicksAreWhole(
      @ForAll @IntRange(min = 0, max = 100_000) int low,
      @ForAll @IntRange(min = 0, max = 100_000) int length) {
    var axis = NumberTicks.within(low, low + length, 9, true);

    assertThat(axis.ticks()).isNotEmpty();
    assertThat(axis.ticks()).extracting(Tick::value).allMatch(v -> v == Math.rint(v));
  }

  @Test
  void aConstantLiesInTheMiddle() {
    for (double constant : new double[] {0, 3.7, -250, 1e12, 1e-12, -1e300, 1e-300}) {
      var axis = NumberTicks.covering(constant, constant, 6);

      assertThat(axis.place(constant)).as("%s", constant).isBetween(0.3, 0.7);
      assertThat(axis.ticks()).hasSizeGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void labelsReadWell() {
    assertThat(labels(104, 622)).containsExactly("100", "200", "300", "400", "500", "600", "700");
    assertThat(labels(0.1, 0.3)).containsExactly("0.10", "0.15", "0.20", "0.25", "0.30");
    assertThat(labels(-1, 1)).containsExactly("−1.0", "−0.5", "0.0", "0.5", "1.0");
    assertThat(labels(0, 41_000))
        .containsExactly("0", "10,000", "20,000", "30,000", "40,000", "50,000");
    assertThat(labels(0, 4e9)).containsExactly("0", "10⁹", "2×10⁹", "3×10⁹", "4×10⁹");
    assertThat(labels(0, 2.5e-9))
        .containsExactly("0", "5×10⁻¹⁰", "10⁻⁹", "1.5×10⁻⁹", "2×10⁻⁹", "2.5×10⁻⁹");
  }

  @Test
  void labelsOfSingleNumbersReadWell() {
    assertThat(NumberLabel.of(622)).isEqualTo("622");
    assertThat(NumberLabel.of(40_363)).isEqualTo("40,363");
    assertThat(NumberLabel.of(1_234_567)).isEqualTo("1,234,567");
    assertThat(NumberLabel.of(-0.0123456789)).isEqualTo("−0.0123457");
    assertThat(NumberLabel.of(1.0 / 3e8)).isEqualTo("3.33333×10⁻⁹");
    assertThat(NumberLabel.of(-0.0)).isEqualTo("0");
  }

  private static List<String> labels(double low, double high) {
    return NumberTicks.covering(low, high, 6).ticks().stream().map(Tick::label).toList();
  }
}
