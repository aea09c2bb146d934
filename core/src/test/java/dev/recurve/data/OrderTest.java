package dev.recurve.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OrderTest {
  @Property(tries = 400)
  void everyExampleComesOnce(
      @ForAll long seed, @ForAll long epoch, @ForAll @IntRange(min = 0, max = 200) int count) {
    var seen = new HashSet<Integer>();
    for (int example : Order.shuffled(seed).of(epoch, count)) {
      assertThat(example).isBetween(0, count - 1);
      seen.add(example);
    }
    assertThat(seen).hasSize(count);
  }

  @Test
  void seedAndEpochDecideTheOrder() {
    int[] order = Order.shuffled(1).of(0, 100);

    assertThat(Order.shuffled(1).of(0, 100)).isEqualTo(order);
    assertThat(Order.shuffled(1).of(1, 100)).isNotEqualTo(order);
    assertThat(Order.shuffled(2).of(0, 100)).isNotEqualTo(order);
    assertThat(Order.asGiven().of(3, 4)).containsExactly(0, 1, 2, 3);
  }

  /** 6 orders of 3 examples, 1000 of each expected; 5 standard deviations are 144. */
  @Test
  void everyOrderIsEquallyLikely() {
    Map<String, Integer> counts = new HashMap<>();
    for (long epoch = 0; epoch < 6000; epoch++) {
      int[] order = Order.shuffled(11).of(epoch, 3);
      counts.merge("" + order[0] + order[1] + order[2], 1, Integer::sum);
    }
    assertThat(counts).hasSize(6);
    assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(856, 1144));
  }
}
