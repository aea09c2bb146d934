package dev.recurve.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SyntheticTasksTest {
  @Property(tries = 30)
  void twoMarksAreAdded(@ForAll @IntRange(min = 2, max = 30) int steps, @ForAll long seed) {
    var batch = SyntheticTasks.adding(steps, 5, seed).size(5).batch(0, 0);
    float[] x = batch.input().data().toArray();
    float[] y = batch.target().toArray();
    for (int b = 0; b < 5; b++) {
      float sum = 0;
      int first = 0;
      int second = 0;
      for (int t = 0; t < steps; t++) {
        float number = x[(t * 5 + b) * 2];
        float mark = x[(t * 5 + b) * 2 + 1];
        assertThat(number).isBetween(0f, 1f);
        assertThat(mark).isIn(0f, 1f);
        sum += number * mark;
        first += t < steps / 2 ? (int) mark : 0;
        second += t < steps / 2 ? 0 : (int) mark;
      }
      assertThat(first).isEqualTo(1);
      assertThat(second).isEqualTo(1);
      assertThat(y[b]).isEqualTo(sum);
    }
  }

  @Test
  void tellingTheMeanHasAnErrorOfASixth() {
    float[] targets = SyntheticTasks.adding(10, 4000, 3).size(4000).batch(0, 0).target().toArray();
    double error = 0;
    for (float target : targets) {
      error += (target - 1) * (target - 1) / targets.length;
    }
    assertThat(error).isCloseTo(1 / 6.0, within(0.01));
  }

  @Property(tries = 30)
  void symbolsAreToldAgainAfterTheSign(
      @ForAll @IntRange(min = 2, max = 9) int symbols,
      @ForAll @IntRange(min = 1, max = 6) int length,
      @ForAll @IntRange(min = 1, max = 20) int delay,
      @ForAll long seed) {
    var batch = SyntheticTasks.copying(symbols, length, delay, 1, seed).batch(0, 0);
    int[] input = batch.input().ids().toInts();
    int[] target = batch.target().ids().toInts();
    assertThat(input).hasSize(delay + 2 * length).hasSameSizeAs(target);
    for (int t = 0; t < input.length; t++) {
      if (t < length) {
        assertThat(input[t]).isBetween(1, symbols);
        assertThat(target[t + length + delay]).isEqualTo(input[t]);
      } else {
        assertThat(input[t]).isEqualTo(t == length + delay - 1 ? symbols + 1 : 0);
      }
      if (t < length + delay) {
        assertThat(target[t]).isZero();
      }
    }
  }

  @Test
  void seedsDecide() {
    assertThat(SyntheticTasks.adding(9, 4, 1).fingerprint())
        .isEqualTo(SyntheticTasks.adding(9, 4, 1).fingerprint())
        .isNotEqualTo(SyntheticTasks.adding(9, 4, 2).fingerprint());
    assertThat(SyntheticTasks.copying(8, 3, 5, 4, 1).fingerprint())
        .isNotEqualTo(SyntheticTasks.copying(8, 3, 5, 4, 2).fingerprint());
  }

  @Test
  void sizesAreChecked() {
    assertThatThrownBy(() -> SyntheticTasks.adding(1, 4, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 2 steps, received 1");
    assertThatThrownBy(() -> SyntheticTasks.copying(8, 3, 0, 4, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1 step, received 0");
  }
}
