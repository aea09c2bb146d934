package dev.recurve.benchmarks.contest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultsTest {
  private static Map<String, float[]> y(float... values) {
    return Map.of("y", values);
  }

  @Test
  void theLargestErrorCountsAgainstTheLargestNumber() {
    assertThat(Results.difference(y(1, -4, 0), y(1, -4, 0))).isZero();
    assertThat(Results.difference(y(1, -4, 0.5f), y(1, -4, 0))).isCloseTo(0.125, within(1e-12));
    assertThat(
            Results.difference(
                Map.of("y", new float[] {2}, "dx", new float[] {3}),
                Map.of("y", new float[] {2}, "dx", new float[] {4})))
        .isCloseTo(0.25, within(1e-12));
  }

  @Test
  void whatIsNoNumberIsNoAgreement() {
    assertThat(Results.difference(y(Float.NaN), y(1))).isNaN();
    assertThat(Results.difference(y(1), y(0))).isInfinite();
  }

  @Test
  void otherResultsAreNamed() {
    assertThatThrownBy(() -> Results.difference(y(1), Map.of()))
        .isInstanceOf(BenchmarkException.class)
        .hasMessageContaining("[y] and []");
    assertThatThrownBy(() -> Results.difference(y(1), y(1, 2)))
        .isInstanceOf(BenchmarkException.class)
        .hasMessageContaining("y has 1 numbers and 2");
  }
}
