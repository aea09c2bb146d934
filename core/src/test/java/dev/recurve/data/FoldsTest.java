package dev.recurve.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.DataException;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FoldsTest {
  @Property(tries = 50)
  void eachExampleIsMeasuredOnOnce(
      @ForAll @IntRange(min = 9, max = 60) int examples,
      @ForAll @IntRange(min = 2, max = 9) int folds,
      @ForAll long seed) {
    requirePartition(Folds.random(examples, folds, seed), examples, folds);
    assertThat(Folds.random(examples, folds, seed)).isEqualTo(Folds.random(examples, folds, seed));
  }

  @Property(tries = 50)
  void classesAreSpreadEvenly(
      @ForAll @IntRange(min = 20, max = 60) int examples,
      @ForAll @IntRange(min = 2, max = 5) int folds,
      @ForAll long seed) {
    int[] labels = IntStream.range(0, examples).map(i -> i % 4 == 0 ? 7 : 3).toArray();
    var all = Folds.stratified(labels, folds, seed);
    requirePartition(all, examples, folds);
    int rare = Math.ceilDiv(examples, 4);
    for (var fold : all) {
      assertThat(fold.valid().stream().filter(i -> labels[i] == 7).count())
          .isBetween((long) rare / folds, (long) Math.ceilDiv(rare, folds));
    }
  }

  private static void requirePartition(List<Fold> all, int examples, int folds) {
    var numbers = IntStream.range(0, examples).boxed().toList();
    assertThat(all).hasSize(folds);
    assertThat(all.stream().flatMap(fold -> fold.valid().stream()).sorted().toList())
        .isEqualTo(numbers);
    for (var fold : all) {
      assertThat(fold.valid().size()).isBetween(examples / folds, Math.ceilDiv(examples, folds));
      assertThat(fold.train()).isSorted().doesNotContainAnyElementsOf(fold.valid());
      assertThat(fold.train().size() + fold.valid().size()).isEqualTo(examples);
    }
  }

  @Test
  void seedsDecide() {
    assertThat(Folds.random(40, 4, 1)).isNotEqualTo(Folds.random(40, 4, 2));
  }

  @Test
  void overTimeOnlyThePastIsLearntFrom() {
    assertThat(Folds.overTime(8, 3))
        .containsExactly(
            new Fold(List.of(0, 1), List.of(2, 3)),
            new Fold(List.of(0, 1, 2, 3), List.of(4, 5)),
            new Fold(List.of(0, 1, 2, 3, 4, 5), List.of(6, 7)));
    assertThat(Folds.overTime(7, 2).getFirst())
        .isEqualTo(new Fold(List.of(0, 1, 2), List.of(3, 4)));
  }

  @Test
  void aSideHoldsItsExamplesUnderTheirOwnNumbers() {
    var data =
        TokenBatches.classes(
            List.of(new int[] {1}, new int[] {1}, new int[] {1}, new int[] {1}),
            2,
            new int[] {0, 1, 0, 1},
            2);
    var part = new Fold(List.of(0, 2), List.of(1, 3)).valid(data).size(1);
    assertThat(part.examples()).isEqualTo(2);
    assertThat(part.count()).isEqualTo(2);
    assertThat(part.describe(0, 1)).isEqualTo("examples 3 (1 of 4)");
    assertThat(part.fingerprint()).isNotEqualTo(data.size(1).fingerprint());
    assertThat(data.only(0, 1, 2, 3).fingerprint()).isEqualTo(data.fingerprint());
    assertThatThrownBy(() -> data.only(0, 4))
        .isInstanceOf(DataException.class)
        .hasMessage("Choice 1: the example is 4; the 4 examples are 0…3");
    assertThatThrownBy(data::only).isInstanceOf(DataException.class);
  }

  @Test
  void tooFewAreRefused() {
    assertThatThrownBy(() -> Folds.random(2, 3, 0))
        .isInstanceOf(DataException.class)
        .hasMessage("2 examples do not reach for 3 folds; at least 3 are needed");
    assertThatThrownBy(() -> Folds.stratified(new int[] {0, 0, 0, 5}, 2, 0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Class 5 has 1 examples, which do not reach for 2 folds");
    assertThatThrownBy(() -> Folds.overTime(3, 3)).isInstanceOf(DataException.class);
    assertThatThrownBy(() -> Folds.random(9, 1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Folds.overTime(9, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
