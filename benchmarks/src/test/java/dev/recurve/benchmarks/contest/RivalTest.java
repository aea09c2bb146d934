package dev.recurve.benchmarks.contest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.benchmarks.problem.CellKind;
import dev.recurve.benchmarks.problem.GemmProblem;
import dev.recurve.benchmarks.problem.Mode;
import dev.recurve.benchmarks.problem.Problem;
import dev.recurve.benchmarks.problem.RnnProblem;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RivalTest {
  private static final RnnProblem TRAINING = RnnProblem.of(CellKind.LSTM, Mode.TRAIN, 3, 2, 2, 2);

  private static String[] partakers(Problem problem) {
    return Arrays.stream(Rival.values())
        .filter(rival -> rival.declines(problem).isEmpty())
        .map(Rival::toString)
        .toArray(String[]::new);
  }

  @Test
  void eachTakesPartInWhatItCan() {
    assertThat(partakers(TRAINING))
        .containsExactly("libtorch", "libtorch-packed", "libtorch-padded", "dl4j", "none");
    assertThat(partakers(TRAINING.withUniformLengths()))
        .containsExactly("libtorch-packed", "libtorch-padded", "none");
    assertThat(partakers(TRAINING.withUniformLengths().readBothWays()))
        .containsExactly("libtorch-packed", "none");
    assertThat(partakers(RnnProblem.of(CellKind.GRU, Mode.TRAIN, 3, 2, 2, 2)))
        .containsExactly("libtorch", "libtorch-packed", "libtorch-padded", "none");
    assertThat(partakers(RnnProblem.stepping(CellKind.GRU, 2, 2)))
        .containsExactly("libtorch", "onnxruntime", "none");
    assertThat(partakers(GemmProblem.plain(2, 2, 2))).containsExactly("openblas", "none");
  }

  @Test
  void whoDoesNotTakePartSaysWhy() {
    assertThat(Rival.ONNXRUNTIME.declines(TRAINING)).contains("onnxruntime does not train");
    var contest =
        new Contest(TRAINING, 1, Optional.empty(), Rival.ONNXRUNTIME, new RivalThreads.Same());
    assertThatThrownBy(() -> contest.run(Effort.LEAST))
        .isInstanceOf(BenchmarkException.class)
        .hasMessage("onnxruntime does not train");
  }

  @Test
  void theBestNumberOfThreadsIsSoughtBetweenOneAndAll() {
    assertThat(RivalThreads.parse("best").candidates(1, 2)).containsExactly(1, 2);
    assertThat(RivalThreads.parse("best").candidates(1, 6)).containsExactly(1, 2, 4, 6);
    assertThat(RivalThreads.parse("best").candidates(1, 1)).containsExactly(1);
    assertThat(RivalThreads.parse("3").candidates(1, 2)).containsExactly(3);
    assertThat(new RivalThreads.Same().candidates(4, 8)).containsExactly(4);
  }

  @Test
  void threadsAreANumberOrBest() {
    assertThatThrownBy(() -> RivalThreads.parse("many"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"many\"");
    assertThatThrownBy(() -> RivalThreads.parse("0")).isInstanceOf(IllegalArgumentException.class);
  }
}
