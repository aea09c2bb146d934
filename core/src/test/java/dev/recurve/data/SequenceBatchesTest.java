package dev.recurve.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.DataException;
import dev.recurve.Lengths;
import dev.recurve.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SequenceBatchesTest {
  private static final List<float[][]> INPUTS =
      List.of(
          new float[][] {{1, 2}, {3, 4}, {5, 6}},
          new float[][] {{7, 8}},
          new float[][] {{9, 10}, {11, 12}});

  private static float[][] targets(float... values) {
    float[][] rows = new float[values.length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new float[] {values[i]};
    }
    return rows;
  }

  @Test
  void aBatchIsPaddedToItsLongest() {
    var batches = SequenceBatches.values(INPUTS, targets(1, 2, 3)).size(2);

    var first = batches.batch(0, 0);
    assertThat(first.size()).isEqualTo(2);
    assertThat(first.input().data().shape()).isEqualTo(Shape.of(3, 2, 2));
    assertThat(first.input().lengths()).isEqualTo(Lengths.of(3, 1));
    assertThat(first.input().data().toArray()).containsExactly(1, 2, 7, 8, 3, 4, 0, 0, 5, 6, 0, 0);
    assertThat(first.target().shape()).isEqualTo(Shape.of(2, 1));
    assertThat(first.target().toArray()).containsExactly(1, 2);

    var last = batches.batch(0, 1);
    assertThat(batches.count()).isEqualTo(2);
    assertThat(last.size()).isEqualTo(1);
    assertThat(last.input().data().shape()).isEqualTo(Shape.of(2, 1, 2));
  }

  @Test
  void targetsMayBeClassesOrSequences() {
    var classes = SequenceBatches.classes(INPUTS, new int[] {2, 0, 1}, 3).batch(0, 0);
    assertThat(classes.target().shape()).isEqualTo(Shape.of(3));
    assertThat(classes.target().toInts()).containsExactly(2, 0, 1);

    var perStep =
        SequenceBatches.perStep(INPUTS, List.of(targets(1, 2, 3), targets(4), targets(5, 6)))
            .batch(0, 0);
    assertThat(perStep.target().lengths()).isEqualTo(perStep.input().lengths());
    assertThat(perStep.target().data().toArray()).containsExactly(1, 4, 5, 2, 0, 6, 3, 0, 0);
  }

  @Test
  void shuffledBatchesHoldEveryExampleAndPairsStayTogether() {
    var inputs = List.of(one(0), one(1), one(2), one(3), one(4));
    var batches = SequenceBatches.values(inputs, targets(0, 10, 20, 30, 40)).size(2).shuffled(5);

    for (long epoch = 0; epoch < 3; epoch++) {
      Set<Float> seen = new HashSet<>();
      for (int index = 0; index < batches.count(); index++) {
        var batch = batches.batch(epoch, index);
        float[] x = batch.input().data().toArray();
        float[] y = batch.target().toArray();
        for (int b = 0; b < x.length; b++) {
          assertThat(y[b]).isEqualTo(10 * x[b]);
          seen.add(x[b]);
        }
      }
      assertThat(seen).containsExactlyInAnyOrder(0f, 1f, 2f, 3f, 4f);
    }
    assertThat(batches.describe(0, 0)).isNotEqualTo(batches.describe(1, 0));
  }

  private static float[][] one(float value) {
    return new float[][] {{value}};
  }

  @Test
  void theLastSmallBatchIsDroppedOnlyIfAsked() {
    var batches = SequenceBatches.values(INPUTS, targets(1, 2, 3)).size(2);

    assertThat(batches.dropLast().count()).isEqualTo(1);
    assertThatThrownBy(() -> batches.dropLast().batch(0, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> batches.size(4).dropLast())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("3 examples make no batch of 4");
    assertThatThrownBy(() -> batches.size(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void describeNamesTheExamples() {
    var batches = SequenceBatches.values(INPUTS, targets(1, 2, 3));

    assertThat(batches.describe(0, 0)).isEqualTo("examples 0, 1, 2 (3 of 3)");
  }

  @Test
  void laterChangesOfTheArraysDoNotMatter() {
    float[][] steps = {{1}, {2}};
    var batches = SequenceBatches.values(List.of(steps, steps), targets(1, 2));
    long before = batches.fingerprint();
    steps[0][0] = 99;

    assertThat(batches.batch(0, 0).input().data().toArray()).containsExactly(1, 1, 2, 2);
    assertThat(batches.fingerprint()).isEqualTo(before);
  }

  @Test
  void theFingerprintCoversAllThatBatchesFollowFrom() {
    var batches = SequenceBatches.values(INPUTS, targets(1, 2, 3));
    var same = SequenceBatches.values(INPUTS, targets(1, 2, 3));

    assertThat(same.fingerprint()).isEqualTo(batches.fingerprint());
    assertThat(
            List.of(
                batches.fingerprint(),
                SequenceBatches.values(INPUTS, targets(1, 2, 4)).fingerprint(),
                SequenceBatches.values(INPUTS.reversed(), targets(1, 2, 3)).fingerprint(),
                batches.size(2).fingerprint(),
                batches.size(2).dropLast().fingerprint(),
                batches.shuffled(1).fingerprint(),
                batches.shuffled(2).fingerprint()))
        .doesNotHaveDuplicates();
  }

  @Test
  void badExamplesAreNamed() {
    assertThatThrownBy(() -> SequenceBatches.values(List.of(one(1), new float[0][]), targets(1, 2)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Example 1: the input has no steps");
    assertThatThrownBy(
            () ->
                SequenceBatches.values(
                    List.of(one(1), new float[][] {{1}, {Float.NaN}}), targets(1, 2)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Example 1, step 1: input value 0 is NaN");
    assertThatThrownBy(
            () ->
                SequenceBatches.values(
                    List.of(one(1), one(2)), targets(1, Float.POSITIVE_INFINITY)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Example 1: target value 0 is Infinity");
    assertThatThrownBy(
            () -> SequenceBatches.values(List.of(one(1), new float[][] {{1, 2}}), targets(1, 2)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Example 1, step 0: the input has 2 features");
    assertThatThrownBy(() -> SequenceBatches.classes(List.of(one(1), one(2)), new int[] {0, 3}, 3))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Example 1: the label is 3; the 3 classes are 0…2");
    assertThatThrownBy(() -> SequenceBatches.values(List.<float[][]>of(one(1)), targets(1, 2)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("1 inputs and 2 targets");
    assertThatThrownBy(() -> SequenceBatches.values(List.of(), targets()))
        .isInstanceOf(DataException.class);
    assertThatThrownBy(
            () ->
                SequenceBatches.perStep(
                    List.<float[][]>of(one(1)), List.<float[][]>of(targets(1, 2))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the input has 1 steps, the target 2");
  }
}
