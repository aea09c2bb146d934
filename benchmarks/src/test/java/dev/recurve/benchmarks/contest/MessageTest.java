package dev.recurve.benchmarks.contest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.benchmarks.problem.CellKind;
import dev.recurve.benchmarks.problem.GemmProblem;
import dev.recurve.benchmarks.problem.Mode;
import dev.recurve.benchmarks.problem.PeakProblem;
import dev.recurve.benchmarks.problem.Problem;
import dev.recurve.benchmarks.problem.RnnProblem;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageTest {
  static Stream<Problem> problems() {
    return Stream.of(
        new RnnProblem(CellKind.GRU, Mode.INFER, 5, 4, 3, 2, 2, true, true, -7),
        GemmProblem.withWeights(2, 3, 4),
        new PeakProblem(1e9));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void problemsArriveAsTheyWereSent(Problem problem) {
    var sent = new Message.Prepare("someone", problem, 2);

    assertThat(Message.parse(sent.line())).contains(sent);
  }

  @Test
  void messagesAreSingleLines() {
    var told = new Message.Told(Map.of("y", new float[] {1.5f, -2e-8f}));
    var line = new Message.Failed("a reason\nover two lines").line();

    assertThat(line).doesNotContain("\n");
    assertThat(Message.parse(line)).contains(new Message.Failed("a reason\nover two lines"));
    assertThat(Message.parse(told.line()))
        .get()
        .extracting(message -> ((Message.Told) message).results().get("y"))
        .isEqualTo(new float[] {1.5f, -2e-8f});
  }

  @Test
  void whatLibrariesPrintIsNoMessage() {
    assertThat(Message.parse("[W] a warning of a native library")).isEmpty();
  }
}
