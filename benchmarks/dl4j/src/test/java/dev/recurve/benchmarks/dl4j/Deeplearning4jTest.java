package dev.recurve.benchmarks.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recurve.benchmarks.contest.BenchmarkException;
import dev.recurve.benchmarks.ours.RecurveContestant;
import dev.recurve.benchmarks.problem.CellKind;
import dev.recurve.benchmarks.problem.Mode;
import dev.recurve.benchmarks.problem.RnnProblem;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Deeplearning4jTest {
  static Stream<RnnProblem> problems() {
    return Stream.of(
        RnnProblem.of(CellKind.LSTM, Mode.TRAIN, 6, 3, 4, 5),
        RnnProblem.of(CellKind.RNN, Mode.TRAIN, 6, 3, 4, 5),
        new RnnProblem(CellKind.LSTM, Mode.TRAIN, 6, 3, 4, 5, 2, false, false, 3));
  }

  @ParameterizedTest
  @MethodSource("problems")
  @EnabledOnOs(
      value = OS.LINUX,
      architectures = "amd64",
      disabledReason = "The native libraries are those for Linux on x86-64")
  void computesTheSameAsRecurve(RnnProblem problem) {
    try (var recurve = new RecurveContestant();
        var rival = new Deeplearning4j()) {
      recurve.prepare(problem, 1);
      rival.prepare(problem, 1);
      rival.run();
      var expected = recurve.results();
      var actual = rival.results();

      assertThat(rival.version()).startsWith("Deeplearning4j 1.0.0");
      assertThat(actual).containsOnlyKeys(expected.keySet());
      expected.forEach(
          (name, values) -> {
            float largest = 0;
            for (float value : values) {
              largest = Math.max(largest, Math.abs(value));
            }
            assertThat(actual.get(name))
                .as(name)
                .containsExactly(values, within(1e-5f * largest + 1e-7f));
          });
    }
  }

  @Test
  void refusesWhatItHasNot() {
    try (var rival = new Deeplearning4j()) {
      assertThatThrownBy(
              () -> rival.prepare(RnnProblem.of(CellKind.GRU, Mode.TRAIN, 6, 3, 4, 5), 1))
          .isInstanceOf(BenchmarkException.class)
          .hasMessageStartingWith("dl4j is measured at training LSTM and RNN");
    }
  }
}
