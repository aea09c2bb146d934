package dev.recurve.benchmarks.ours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.benchmarks.contest.BenchmarkException;
import dev.recurve.benchmarks.contest.Results;
import dev.recurve.benchmarks.problem.CellKind;
import dev.recurve.benchmarks.problem.Mode;
import dev.recurve.benchmarks.problem.RnnProblem;
import org.junit.jupiter.api.Test;

class UserCellContestantTest {
  @Test
  void theUsersCellComputesWhatTheBuiltInOneDoes() {
    var problem = RnnProblem.of(CellKind.LSTM, Mode.TRAIN, 7, 5, 3, 11).withUniformLengths();
    try (var user = new UserCellContestant();
        var builtIn = new RecurveContestant()) {
      user.prepare(problem, 1);
      builtIn.prepare(problem, 1);

      assertThat(user.results())
          .containsOnlyKeys(
              "y", "dx", "d_weight_ih_l0", "d_weight_hh_l0", "d_bias_ih_l0", "d_bias_hh_l0");
      assertThat(Results.difference(user.results(), builtIn.results())).isLessThan(1e-5);
    }
  }

  @Test
  void otherProblemsAreRefused() {
    try (var user = new UserCellContestant()) {
      assertThatThrownBy(
              () -> user.prepare(RnnProblem.of(CellKind.GRU, Mode.TRAIN, 7, 5, 3, 11), 1))
          .isInstanceOf(BenchmarkException.class)
          .hasMessageContaining("train GRU T7 B5 I3 H11");
    }
  }
}
