package dev.recurve.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.DataException;
import dev.recurve.Lengths;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenBatchesTest {
  private static final List<int[]> SENTENCES =
      List.of(new int[] {4, 2}, new int[] {1}, new int[] {3, 3, 3});

  @Test
  void aBatchIsPaddedToItsLongest() {
    var batch = TokenBatches.classes(SENTENCES, 5, new int[] {1, 0, 1}, 2).batch(0, 0);

    assertThat(batch.input().ids().toInts()).containsExactly(4, 1, 3, 2, 0, 3, 0, 0, 3);
    assertThat(batch.input().lengths()).isEqualTo(Lengths.of(2, 1, 3));
    assertThat(batch.target().toInts()).containsExactly(1, 0, 1);
  }

  @Test
  void targetsMayBeTokensToo() {
    var batch =
        TokenBatches.perStep(
                SENTENCES, 5, List.of(new int[] {0, 1}, new int[] {1}, new int[] {1, 0, 1}), 2)
            .size(2)
            .batch(0, 1);

    assertThat(batch.target().ids().toInts()).containsExactly(1, 0, 1);
    assertThat(batch.target().lengths()).isEqualTo(Lengths.of(3));
  }

  @Test
  void badExamplesAreNamed() {
    assertThatThrownBy(() -> TokenBatches.classes(SENTENCES, 4, new int[] {0, 0, 0}, 2))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Example 0, step 0: the input is 4; the 4 ids are 0…3");
    assertThatThrownBy(
            () -> TokenBatches.classes(List.of(new int[] {1}, new int[0]), 4, new int[2], 2))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Example 1: the input has no steps");
    assertThatThrownBy(() -> TokenBatches.classes(SENTENCES, 5, new int[] {0, -1, 0}, 2))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Example 1: the label is -1");
    assertThatThrownBy(
            () -> TokenBatches.perStep(List.of(new int[] {1, 1}), 5, List.of(new int[] {1}), 2))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the input has 2 steps, the target 1");
  }
}
