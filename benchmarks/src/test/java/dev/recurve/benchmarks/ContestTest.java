package dev.recurve.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recurve.benchmarks.contest.Contest;
import dev.recurve.benchmarks.contest.Effort;
import dev.recurve.benchmarks.contest.Outcome;
import dev.recurve.benchmarks.contest.Rival;
import dev.recurve.benchmarks.contest.RivalThreads;
import dev.recurve.benchmarks.contest.Timings;
import dev.recurve.benchmarks.problem.CellKind;
import dev.recurve.benchmarks.problem.GemmProblem;
import dev.recurve.benchmarks.problem.Mode;
import dev.recurve.benchmarks.problem.RnnProblem;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ContestTest {
  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void bothSidesAreTimedAndTheRivalHasItsBestThreads() {
    var contest =
        new Contest(
            RnnProblem.stepping(CellKind.LSTM, 4, 5),
            1,
            Optional.of("java"),
            Rival.ONNXRUNTIME,
            new RivalThreads.Best());

    var outcome = contest.run(Effort.LEAST);

    var rival = outcome.rival().orElseThrow();
    assertThat(outcome.ours().version()).startsWith("java");
    assertThat(rival.version()).startsWith("ONNX Runtime 1.");
    assertThat(rival.threads()).isBetween(1, Runtime.getRuntime().availableProcessors());
    assertThat(outcome.ours().afterIdle()).isPresent();
    assertThat(outcome.difference().orElseThrow()).isPositive().isLessThan(1e-5);
    assertThat(outcome.ratio().orElseThrow())
        .isEqualTo(rival.timings().medianMillis() / outcome.ours().timings().medianMillis());
  }

  private static Outcome outcome(Contest contest, Optional<Outcome.Side> rival) {
    return new Outcome(
        contest,
        new Outcome.Side(
            "recurve", "java 1", 2, new Timings(2_000_000, 1_000_000, 4_000_000), Optional.empty()),
        rival,
        OptionalDouble.empty());
  }

  @Test
  void theLineOfJsonHasAllFigures() throws Exception {
    var contest =
        new Contest(
            RnnProblem.of(CellKind.GRU, Mode.TRAIN, 10, 4, 8, 16),
            2,
            Optional.empty(),
            Rival.LIBTORCH,
            new RivalThreads.Exactly(1));
    var rival =
        new Outcome.Side("libtorch", "libtorch 2", 1, new Timings(5_000_000), Optional.empty());

    var json = new ObjectMapper().readTree(OutcomeJson.line(outcome(contest, Optional.of(rival))));

    double flops = 18.0 * 10 * 4 * 16 * (8 + 16);
    assertThat(json.toString())
        .isEqualTo(
            """
            {"cell":"gru","mode":"train","median_ms":2.0,"p99_ms":4.0,"gflops":%s,\
            "rival":"libtorch","rival_version":"libtorch 2","rival_threads":1,\
            "rival_median_ms":5.0,"ratio":2.5}\
            """
                .formatted(flops / 2e6));
  }

  @Test
  void withoutARivalItsFiguresAreNull() throws Exception {
    var contest =
        new Contest(
            GemmProblem.plain(10, 10, 10),
            2,
            Optional.empty(),
            Rival.NONE,
            new RivalThreads.Same());

    var json = new ObjectMapper().readTree(OutcomeJson.line(outcome(contest, Optional.empty())));

    assertThat(json.get("rival").asText()).isEqualTo("none");
    assertThat(json.get("rival_median_ms").isNull()).isTrue();
    assertThat(json.get("ratio").isNull()).isTrue();
    assertThat(json.get("gflops").asDouble()).isEqualTo(0.001);
  }

  @Test
  void timesAreShownInTheUnitThatFits() {
    assertThat(OutcomeText.time(148.4)).isEqualTo("148 ms");
    assertThat(OutcomeText.time(12.34)).isEqualTo("12.3 ms");
    assertThat(OutcomeText.time(1.234)).isEqualTo("1.23 ms");
    assertThat(OutcomeText.time(0.5)).isEqualTo("500 µs");
    assertThat(OutcomeText.time(0.0174)).isEqualTo("17.4 µs");
    assertThat(OutcomeText.time(0.00121)).isEqualTo("1.21 µs");
  }
}
