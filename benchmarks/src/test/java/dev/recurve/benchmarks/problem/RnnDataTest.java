package dev.recurve.benchmarks.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;

class RnnDataTest {
  private static final RnnProblem STACKED =
      new RnnProblem(CellKind.GRU, Mode.TRAIN, 5, 3, 2, 4, 2, true, true, 7);

  @Test
  void parametersHavePyTorchsNamesShapesAndOrder() {
    assertThat(new RnnData(STACKED).parameters())
        .extracting(RnnData.Named::name, RnnData.Named::shape)
        .startsWith(
            tuple("weight_ih_l0", List.of(12, 2)),
            tuple("weight_hh_l0", List.of(12, 4)),
            tuple("bias_ih_l0", List.of(12)),
            tuple("bias_hh_l0", List.of(12)),
            tuple("weight_ih_l0_reverse", List.of(12, 2)))
        .contains(tuple("weight_ih_l1", List.of(12, 8)))
        .hasSize(16);
  }

  @Test
  void everyProcessDrawsTheSameNumbers() {
    var once = new RnnData(STACKED);
    var again = new RnnData(STACKED);

    assertThat(again.input()).isEqualTo(once.input()).hasSize(5 * 3 * 2);
    assertThat(again.parameters().get(5).values()).isEqualTo(once.parameters().get(5).values());
    assertThat(once.parameters().get(0).values()).isNotEqualTo(once.parameters().get(4).values());
  }

  @Test
  void theLossLeavesPaddingOut() {
    int[] lengths = STACKED.lengths();
    float[] gradient = new RnnData(STACKED).outputGradient();

    for (int t = 0; t < 5; t++) {
      for (int b = 0; b < 3; b++) {
        for (int h = 0; h < 8; h++) {
          assertThat(gradient[(t * 3 + b) * 8 + h] == 0).isEqualTo(t >= lengths[b]);
        }
      }
    }
  }
}
