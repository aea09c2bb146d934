package dev.recurve.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.assertj.core.data.Offset;

/** "Agrees to 1e-5" means {@code |a - b| ≤ 1e-5 · max|expected| + 1e-7}, and so on. */
final class Agreement {
  private Agreement() {}

  static void assertAgrees(String what, double[] actual, double[] expected, double tolerance) {
    double max = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    assertThat(actual)
        .as(what)
        .containsExactly(expected, Offset.offset(tolerance * max + tolerance / 100));
  }
}
