package dev.recurve.benchmarks;

import static dev.recurve.benchmarks.contest.Rival.LIBTORCH;
import static dev.recurve.benchmarks.contest.Rival.LIBTORCH_PACKED;
import static dev.recurve.benchmarks.contest.Rival.LIBTORCH_PADDED;
import static dev.recurve.benchmarks.contest.Rival.ONNXRUNTIME;
import static dev.recurve.benchmarks.contest.Rival.OPENBLAS;
import static dev.recurve.benchmarks.problem.CellKind.GRU;
import static dev.recurve.benchmarks.problem.CellKind.LSTM;
import static dev.recurve.benchmarks.problem.CellKind.RNN;
import static dev.recurve.benchmarks.problem.Mode.INFER;
import static dev.recurve.benchmarks.problem.Mode.STEP;
import static dev.recurve.benchmarks.problem.Mode.TRAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.recurve.benchmarks.contest.RemoteContestant;
import dev.recurve.benchmarks.contest.Rival;
import dev.recurve.benchmarks.ours.RecurveContestant;
import dev.recurve.benchmarks.problem.CellKind;
import dev.recurve.benchmarks.problem.GemmProblem;
import dev.recurve.benchmarks.problem.Problem;
import dev.recurve.benchmarks.problem.RnnProblem;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** All contestants compute the same: outputs and all gradients, from the same weights. */
@EnabledOnOs(
    value = OS.LINUX,
    architectures = "amd64",
    disabledReason = "The rivals' native libraries are those for Linux on x86-64")
class ParityTest {
  private static final double RELATIVE = 1e-5;
  private static final double ABSOLUTE = 1e-7;

  static Stream<Arguments> pairs() {
    return Stream.of(
        arguments(LIBTORCH, train(LSTM)),
        arguments(LIBTORCH, train(GRU)),
        arguments(LIBTORCH, train(RNN)),
        arguments(LIBTORCH, stacked(LSTM, false)),
        arguments(LIBTORCH, RnnProblem.of(LSTM, TRAIN, 6, 3, 1, 5)),
        arguments(LIBTORCH, RnnProblem.of(GRU, INFER, 6, 3, 4, 5)),
        arguments(LIBTORCH, new RnnProblem(LSTM, STEP, 1, 1, 4, 5, 2, false, false, 3)),
        arguments(LIBTORCH_PACKED, train(RNN)),
        arguments(LIBTORCH_PACKED, train(LSTM).withUniformLengths()),
        arguments(LIBTORCH_PACKED, train(GRU).withUniformLengths()),
        arguments(LIBTORCH_PACKED, stacked(LSTM, true)),
        arguments(LIBTORCH_PADDED, train(LSTM).withUniformLengths()),
        arguments(LIBTORCH_PADDED, train(GRU).withUniformLengths()),
        arguments(LIBTORCH_PADDED, stacked(RNN, false)),
        arguments(ONNXRUNTIME, RnnProblem.of(LSTM, INFER, 6, 3, 4, 5)),
        arguments(ONNXRUNTIME, RnnProblem.of(GRU, INFER, 6, 3, 4, 5).withUniformLengths()),
        arguments(ONNXRUNTIME, new RnnProblem(LSTM, INFER, 6, 3, 4, 5, 2, true, true, 3)),
        arguments(ONNXRUNTIME, new RnnProblem(RNN, INFER, 6, 3, 4, 5, 2, false, false, 3)),
        arguments(ONNXRUNTIME, new RnnProblem(LSTM, STEP, 1, 1, 4, 5, 2, false, false, 3)),
        arguments(ONNXRUNTIME, RnnProblem.stepping(GRU, 4, 5)),
        arguments(OPENBLAS, GemmProblem.plain(5, 7, 9)),
        arguments(OPENBLAS, GemmProblem.withWeights(5, 7, 9)));
  }

  private static RnnProblem train(CellKind cell) {
    return RnnProblem.of(cell, TRAIN, 6, 3, 4, 5);
  }

  private static RnnProblem stacked(CellKind cell, boolean uniform) {
    return new RnnProblem(cell, TRAIN, 6, 3, 4, 5, 2, true, uniform, 3);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("pairs")
  void theRivalComputesTheSame(Rival rival, Problem problem) {
    var ours = ours(problem);
    var theirs = theirs(rival, problem);

    assertThat(theirs).containsOnlyKeys(ours.keySet());
    ours.forEach((name, expected) -> assertAgrees(name, theirs.get(name), expected));
  }

  private static Map<String, float[]> ours(Problem problem) {
    try (var recurve = new RecurveContestant()) {
      recurve.prepare(problem, 1);
      recurve.run();
      return recurve.results();
    }
  }

  /** After a run of its own, so that nothing of it may be left over. */
  private static Map<String, float[]> theirs(Rival rival, Problem problem) {
    try (var remote = RemoteContestant.start(rival.toString(), rival.launch(1), problem, 1)) {
      remote.warm(0);
      return remote.results();
    }
  }

  private static void assertAgrees(String name, float[] actual, float[] expected) {
    assertThat(actual).as(name).hasSameSizeAs(expected);
    double largest = 0;
    double error = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      error = Math.max(error, Math.abs(actual[i] - expected[i]));
    }
    assertThat(largest).as("largest of " + name).isPositive();
    assertThat(error).as("error of " + name).isLessThanOrEqualTo(RELATIVE * largest + ABSOLUTE);
  }
}
