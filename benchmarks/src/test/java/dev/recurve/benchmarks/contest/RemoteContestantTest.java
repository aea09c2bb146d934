package dev.recurve.benchmarks.contest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.benchmarks.problem.CellKind;
import dev.recurve.benchmarks.problem.Mode;
import dev.recurve.benchmarks.problem.PeakProblem;
import dev.recurve.benchmarks.problem.RnnProblem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RemoteContestantTest {
  private static final RnnProblem SMALL = RnnProblem.of(CellKind.LSTM, Mode.TRAIN, 3, 2, 2, 2);

  @Test
  void recurveAnswersFromAProcessOfItsOwn() {
    try (var ours =
        RemoteContestant.start(Contest.RECURVE, Launch.recurve(1, Optional.of("java")), SMALL, 1)) {
      assertThat(ours.version()).startsWith("java");
      assertThat(ours.time(0).count()).isEqualTo(2);
      assertThat(ours.timeWithGaps(0, 1).count()).isEqualTo(2);
      assertThat(ours.results()).containsKeys("y", "dx", "d_weight_hh_l0").hasSize(6);
    }
  }

  @Test
  void aProblemThatIsNoneOfItsBusinessIsRefusedInItsOwnWords() {
    assertThatThrownBy(
            () ->
                RemoteContestant.start(
                    Contest.RECURVE, Launch.recurve(1, Optional.of("java")), new PeakProblem(1), 1))
        .isInstanceOf(BenchmarkException.class)
        .hasMessage("recurve: recurve has no part in this");
  }

  @Test
  void whoIsNotOnTheClassPathIsNamed() {
    assertThatThrownBy(
            () -> RemoteContestant.start("nobody", Launch.recurve(1, Optional.empty()), SMALL, 1))
        .isInstanceOf(BenchmarkException.class)
        .hasMessage("nobody: its library is not on the class path");
  }

  @Test
  void theLastWordsOfAProcessThatDiesAreTold() {
    var java = Launch.recurve(1, Optional.empty()).command().getFirst();
    var broken = new Launch(List.of(java, "-XX:NoSuchFlag"), Map.of());

    assertThatThrownBy(() -> RemoteContestant.start(Contest.RECURVE, broken, SMALL, 1))
        .isInstanceOf(BenchmarkException.class)
        .hasMessageContaining("The process of recurve ended")
        .hasMessageContaining("NoSuchFlag");
  }
}
