package dev.recurve.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.DataException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SplitTest {
  private static final Shares SHARES = new Shares(0.2, 0.3);

  private static void requirePartition(Split split, int examples) {
    assertThat(Stream.of(split.train(), split.valid(), split.test()).flatMap(List::stream).sorted())
        .containsExactlyElementsOf(IntStream.range(0, examples).boxed().toList());
    assertThat(split.train()).isSorted();
    assertThat(split.valid()).isSorted();
    assertThat(split.test()).isSorted();
  }

  @Property(tries = 50)
  void everyExampleIsInOnePart(
      @ForAll @IntRange(min = 4, max = 90) int examples, @ForAll long seed) {
    var split = Split.random(examples, SHARES, seed);
    requirePartition(split, examples);
    assertThat(split.valid()).hasSize((int) Math.round(0.2 * examples));
    assertThat(split.test()).hasSize((int) Math.round(0.3 * examples));
    assertThat(Split.random(examples, SHARES, seed)).isEqualTo(split);
  }

  @Property(tries = 50)
  void classesKeepTheirShares(
      @ForAll @IntRange(min = 24, max = 90) int examples, @ForAll long seed) {
    int[] labels = IntStream.range(0, examples).map(i -> i % 6 == 0 ? 7 : 3).toArray();
    var split = Split.stratified(labels, SHARES, seed);
    requirePartition(split, examples);
    for (int label : new int[] {3, 7}) {
      long members = IntStream.of(labels).filter(l -> l == label).count();
      assertThat(split.valid().stream().filter(i -> labels[i] == label).count())
          .isEqualTo(Math.max(1, Math.round(0.2 * members)));
      assertThat(split.test().stream().filter(i -> labels[i] == label).count())
          .isEqualTo(Math.max(1, Math.round(0.3 * members)));
    }
  }

  @Test
  void seedsDecide() {
    assertThat(Split.random(40, SHARES, 1)).isNotEqualTo(Split.random(40, SHARES, 2));
  }

  @Test
  void overTimeTheTestIsLast() {
    assertThat(Split.overTime(10, SHARES))
        .isEqualTo(new Split(List.of(0, 1, 2, 3, 4), List.of(5, 6), List.of(7, 8, 9)));
    assertThat(Split.overTime(10, Shares.valid(0.1)))
        .isEqualTo(new Split(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8), List.of(9), List.of()));
  }

  @Test
  void partsAreDataSets() {
    var data =
        SequenceBatches.classes(
            IntStream.range(0, 10).mapToObj(i -> new float[][] {{i}}).toList(),
            IntStream.range(0, 10).map(i -> i % 2).toArray(),
            2);
    var split = Split.overTime(10, SHARES);

    assertThat(split.train(data).examples()).isEqualTo(5);
    assertThat(split.valid(data).batch(0, 0).input().data().toArray()).containsExactly(5, 6);
    assertThat(split.test(data).batch(0, 0).input().data().toArray()).containsExactly(7, 8, 9);
    assertThatThrownBy(() -> Split.overTime(10, Shares.valid(0.1)).test(data))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("No example is chosen");
  }

  @Test
  void whatCannotBePartedIsNamed() {
    assertThatThrownBy(() -> Split.stratified(new int[] {0, 0, 0, 0, 5, 5}, SHARES, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Class 5 with 2 examples cannot be parted into shares of 0.2");
    assertThatThrownBy(() -> Split.random(2, SHARES, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("2 examples cannot be parted");
    assertThatThrownBy(() -> new Shares(0.6, 0.4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("together between 0 and 1, received 0.6");
    assertThatThrownBy(() -> new Shares(-0.1, 0.4)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Shares.valid(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
  }
}
