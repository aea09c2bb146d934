package dev.recurve.benchmarks.problem;

import static dev.recurve.benchmarks.problem.CellKind.GRU;
import static dev.recurve.benchmarks.problem.CellKind.LSTM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RnnProblemTest {
  @Test
  void describesItselfInALine() {
    assertThat(RnnProblem.of(LSTM, Mode.TRAIN, 100, 64, 128, 256).describe())
        .isEqualTo("train LSTM T100 B64 I128 H256");
    assertThat(RnnProblem.stepping(GRU, 32, 64).describe()).isEqualTo("step GRU B1 I32 H64");
    assertThat(new RnnProblem(LSTM, Mode.INFER, 9, 4, 3, 2, 2, true, true, 1).describe())
        .isEqualTo("infer bidirectional LSTM T9 B4 I3 H2, 2 layers, lengths uniform in 1..9");
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> RnnProblem.of(LSTM, Mode.TRAIN, 5, 0, 3, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("batch, received 0");
    assertThatThrownBy(() -> RnnProblem.stepping(LSTM, 3, 2).readBothWays())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("second direction");
  }

  @Test
  void lengthsAreFullUnlessTheyAreSpread() {
    var full = RnnProblem.of(LSTM, Mode.TRAIN, 9, 5, 3, 2);

    assertThat(full.lengths()).containsOnly(9).hasSize(5);
    assertThat(full.rows()).isEqualTo(45);
    assertThat(full.withUniformLengths().lengths()).containsExactlyInAnyOrder(1, 3, 5, 7, 9);
  }

  @Test
  void spreadLengthsFollowTheFormulaInAnOrderOfTheSeed() {
    int[] lengths = UniformLengths.of(64, 200, 1);
    int[] formula = new int[64];
    for (int i = 0; i < 64; i++) {
      formula[i] = 1 + (int) Math.floor(199.0 * i / 63);
    }

    assertThat(lengths).containsExactlyInAnyOrder(formula).isNotEqualTo(formula);
    assertThat(UniformLengths.of(64, 200, 1)).isEqualTo(lengths);
    assertThat(UniformLengths.of(64, 200, 2)).isNotEqualTo(lengths);
    assertThat(UniformLengths.of(1, 200, 1)).containsExactly(200);
  }
}
