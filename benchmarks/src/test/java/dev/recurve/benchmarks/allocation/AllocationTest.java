package dev.recurve.benchmarks.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.benchmarks.problem.CellKind;
import org.junit.jupiter.api.Test;

class AllocationTest {
  @Test
  void theGoalIsMissedInEitherDirection() {
    assertThat(new Allocation(CellKind.GRU, Net.LAYER, 10_000, 14_095).isReached()).isTrue();
    assertThat(new Allocation(CellKind.GRU, Net.LAYER, 10_000, 14_096).isReached()).isFalse();
    assertThat(new Allocation(CellKind.GRU, Net.LAYER, 14_096, 10_000).isReached()).isFalse();
    assertThat(new Allocation(CellKind.GRU, Net.CLASSIFIER, 14_096, 10_000).difference())
        .isEqualTo(4096);
  }
}
