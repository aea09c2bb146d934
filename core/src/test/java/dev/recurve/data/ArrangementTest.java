package dev.recurve.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.DataException;
import dev.recurve.Tensor;
import dev.recurve.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Classes in balance, and sequences of about the same length together. */
class ArrangementTest {
  /** Example i has 1 + i % 7 steps, all of them its number; class 1 is every tenth. */
  private static ExampleBatches<Tokens, Tensor> data(int examples) {
    var inputs =
        IntStream.range(0, examples)
            .mapToObj(i -> IntStream.generate(() -> i).limit(1 + i % 7).toArray())
            .toList();
    int[] labels = IntStream.range(0, examples).map(i -> i % 10 == 0 ? 1 : 0).toArray();
    return TokenBatches.classes(inputs, examples, labels, 2);
  }

  /** The examples of an epoch in order, and a check that each kept its label. */
  private static List<Integer> epoch(ExampleBatches<Tokens, Tensor> data, long epoch) {
    var all = new ArrayList<Integer>();
    for (int index = 0; index < data.count(); index++) {
      var batch = data.batch(epoch, index);
      int[] ids = Arrays.copyOf(batch.input().ids().toInts(), batch.size());
      int[] labels = batch.target().toInts();
      for (int b = 0; b < ids.length; b++) {
        assertThat(labels[b]).isEqualTo(ids[b] % 10 == 0 ? 1 : 0);
        assertThat(batch.input().lengths().at(b)).isEqualTo(1 + ids[b] % 7);
        all.add(ids[b]);
      }
    }
    return all;
  }

  private static long rare(List<Integer> examples) {
    return examples.stream().filter(i -> i % 10 == 0).count();
  }

  @Property(tries = 40)
  void everyClassGetsItsShare(
      @ForAll @IntRange(min = 20, max = 90) int examples,
      @ForAll @IntRange(min = 1, max = 8) int size,
      @ForAll long seed) {
    var balanced = data(examples).size(size).balanced(seed);
    var order = epoch(balanced, 3);

    assertThat(order).hasSize(examples).isEqualTo(epoch(balanced, 3));
    assertThat(rare(order)).isBetween(examples / 2L, (examples + 1) / 2L);
    for (int from = 0; from + 2 <= examples; from += 2) {
      assertThat(rare(order.subList(from, from + 2))).isEqualTo(1);
    }
    // Members take turns: none a second time before all have come once.
    var seldom = order.stream().filter(i -> i % 10 == 0).toList();
    int members = Math.ceilDiv(examples, 10);
    assertThat(seldom.subList(0, Math.min(members, seldom.size()))).doesNotHaveDuplicates();
    assertThat(order.stream().filter(i -> i % 10 != 0)).doesNotHaveDuplicates();
  }

  @Test
  void balanceIsOfTheChosenExamples() {
    var some = IntStream.range(0, 60).filter(i -> i % 10 < 3 && i != 0).toArray();
    var order = epoch(data(60).balanced(4).size(6).only(some), 0);

    assertThat(order).isSubsetOf(Arrays.stream(some).boxed().toList()).hasSize(some.length);
    assertThat(rare(order)).isBetween(some.length / 2L, (some.length + 1) / 2L);
  }

  @Test
  void epochsAndSeedsDiffer() {
    var balanced = data(40).balanced(1);

    assertThat(epoch(balanced, 0)).isNotEqualTo(epoch(balanced, 1));
    assertThat(epoch(balanced, 0)).isNotEqualTo(epoch(data(40).balanced(2), 0));
  }

  @Property(tries = 40)
  void bucketsHoldEveryExampleOnceAndWasteLess(
      @ForAll @IntRange(min = 30, max = 90) int examples,
      @ForAll @IntRange(min = 2, max = 8) int size,
      @ForAll @IntRange(min = 2, max = 5) int batches,
      @ForAll long seed) {
    var plain = data(examples).size(size).shuffled(seed);
    var bucketed = plain.bucketed(batches);

    assertThat(epoch(bucketed, 1))
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, examples).boxed().toList());
    assertThat(bucketed.padding(1)).isLessThanOrEqualTo(plain.padding(1));
    assertThat(epoch(bucketed, 1)).isEqualTo(epoch(bucketed, 1)).isNotEqualTo(epoch(bucketed, 2));
  }

  @Test
  void bucketsOfTheWholeSetLeaveTheLeastPadding() {
    var sorted = data(70).size(10).bucketed(7);

    assertThat(sorted.padding(0)).isZero();
    assertThat(data(70).size(7).padding(0)).isEqualTo(1 - 4.0 / 7);
    assertThat(sorted.shuffled(3).padding(5)).isZero();
    assertThat(epoch(sorted.shuffled(3), 0).stream().map(i -> i % 7).distinct().toList())
        .as("lengths do not rise from batch to batch")
        .isNotEqualTo(List.of(0, 1, 2, 3, 4, 5, 6));
  }

  @Test
  void droppingTheLastBatchDropsNoLengthInParticular() {
    var data = data(34).size(5).shuffled(2).bucketed(3).dropLast();

    var order = epoch(data, 0);
    assertThat(order)
        .hasSize(30)
        .containsExactlyInAnyOrderElementsOf(epoch(data(34).size(5).shuffled(2).dropLast(), 0));
  }

  @Test
  void theFingerprintTellsArrangementsApart() {
    var data = data(30);
    assertThat(
            List.of(
                data.fingerprint(),
                data.shuffled(1).fingerprint(),
                data.balanced(1).fingerprint(),
                data.bucketed(2).fingerprint(),
                data.bucketed(3).fingerprint(),
                data.shuffled(1).bucketed(2).fingerprint(),
                data.balanced(1).bucketed(2).fingerprint()))
        .doesNotHaveDuplicates();
    assertThat(data.balanced(2).shuffled(1).fingerprint())
        .isEqualTo(data.shuffled(1).fingerprint());
  }

  @Test
  void whatCannotBeArrangedIsRefused() {
    var values =
        SequenceBatches.values(List.<float[][]>of(new float[][] {{1}}), new float[][] {{1}});
    assertThatThrownBy(() -> values.balanced(1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("one class as its target");
    var fixed = ExampleBatches.of(FloatRows.of("input", new float[][] {{1}}), ones());
    assertThatThrownBy(() -> fixed.bucketed(2))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("these inputs have no steps");
    assertThat(fixed.padding(0)).isZero();
    assertThatThrownBy(() -> values.bucketed(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("At least 2 batches");
  }

  private static Column<Tensor> ones() {
    return FloatRows.of("target", new float[][] {{1}});
  }
}
