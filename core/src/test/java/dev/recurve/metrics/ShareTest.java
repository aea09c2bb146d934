package dev.recurve.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recurve.DataException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShareTest {
  /** Table I of Newcombe (1998), method 3. */
  @ParameterizedTest
  @CsvSource({
    "81, 263, 0.2553, 0.3662",
    "15, 148, 0.0624, 0.1605",
    "0, 20, 0, 0.1611",
    "1, 29, 0.0061, 0.1718"
  })
  void publishedIntervals(int hits, int count, double low, double high) {
    var interval = new Share(hits, count).interval(0.95);
    assertThat(interval.low()).isCloseTo(low, within(5e-5));
    assertThat(interval.high()).isCloseTo(high, within(5e-5));
  }

  @Property
  void theShareLiesInsideAndMoreConfidenceIsWider(
      @ForAll @IntRange(max = 300) int hits, @ForAll @IntRange(max = 300) int misses) {
    var share = new Share(hits, hits + misses);
    if (share.count() == 0) {
      assertThat(share.value()).isEmpty();
      return;
    }
    var narrow = share.interval(0.8);
    var wide = share.interval(0.99);
    assertThat(narrow.contains(share.value().orElseThrow())).isTrue();
    assertThat(wide.low()).isBetween(0.0, narrow.low());
    assertThat(wide.high()).isBetween(narrow.high(), 1.0);
    var mirrored = new Share(misses, hits + misses).interval(0.8);
    assertThat(mirrored.low()).isCloseTo(1 - narrow.high(), within(1e-12));
  }

  /** SciPy's. */
  @Test
  void quantilesOfTheNormalDistribution() {
    assertThat(NormalQuantile.upper(0.975)).isCloseTo(1.959963984540054, within(1e-13));
    assertThat(NormalQuantile.upper(0.95)).isCloseTo(1.6448536269514722, within(1e-13));
    assertThat(NormalQuantile.upper(0.5)).isZero();
    assertThat(NormalQuantile.upper(0.9999995)).isCloseTo(4.891638475699412, within(1e-9));
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThatThrownBy(() -> new Share(3, 2)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Share(1, 2).interval(1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Share.NONE.interval(0.95)).isInstanceOf(DataException.class);
    assertThatThrownBy(() -> new Interval(2, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThat(new Share(1, 2).plus(new Share(2, 3))).isEqualTo(new Share(3, 5));
    assertThat(new Interval(1, 3).width()).isEqualTo(2);
  }
}
