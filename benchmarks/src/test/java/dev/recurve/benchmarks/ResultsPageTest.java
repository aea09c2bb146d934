package dev.recurve.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.benchmarks.contest.Contest;
import dev.recurve.benchmarks.contest.Outcome;
import dev.recurve.benchmarks.contest.Timings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsPageTest {
  private static final Ceilings CEILINGS =
      new Ceilings(new TreeMap<>(Map.of(1, 100.0, 2, 200.0)), new TreeMap<>(Map.of(1, 90.0)));
  private static final Machine MACHINE =
      new Machine("A Processor", 2, "L1 32K, L2 1024K", "Linux amd64", "A JVM 25", 0.5);

  private static SuiteResult measured(SuiteRow row, long ours, long theirs) {
    return new SuiteResult.Measured(
        row,
        new Outcome(
            row.contest(Optional.empty()),
            new Outcome.Side(
                Contest.RECURVE, "simd 1", row.threads(), new Timings(ours), Optional.empty()),
            Optional.of(
                new Outcome.Side(
                    row.rival().toString(),
                    "rival 9",
                    2,
                    new Timings(theirs),
                    Optional.of(new Timings(theirs))))));
  }

  @Test
  void showsWhatWasReachedAndWhatNot() {
    var rows = Grid.rows(2);
    var page =
        new ResultsPage(
            MACHINE,
            CEILINGS,
            List.of(
                measured(rows.get(0), 100_000_000, 180_000_000),
                measured(rows.get(1), 100_000_000, 190_000_000),
                new SuiteResult.Skipped(rows.get(2), "its library is missing\nmore")),
            false);

    assertThat(page.summary()).isEqualTo("1 of 2 goals reached; rows skipped: 1.");
    assertThat(page.markdown().lines())
        .contains(
            "1 of 2 goals reached; rows skipped: 1.",
            "- Machine: A Processor, 2 cores; caches L1 32K, L2 1024K; Linux amd64;"
                + " load before the run 0.5",
            "- Recurve: simd 1",
            "- Rivals: rival 9",
            "| 1 | 100 | 90 |",
            "| 2 | 200 | – |",
            "| train LSTM T100 B64 I128 H256 | 2 | 100 ms | 100 ms | 151 | 75 % | libtorch | 2 |"
                + " 180 ms | **1.80** | ≥ 1.8 | yes |",
            "| train GRU T100 B64 I128 H256 | 2 | 100 ms | 100 ms | 113 | 57 % | libtorch | 2 | 190"
                + " ms | **1.90** | ≥ 2 | no |",
            "- train RNN T100 B64 I128 H256, 2 threads, against libtorch: its library is missing",
            "| train LSTM T100 B64 I128 H256 | libtorch | 2 | 180 ms | 180 ms |");
  }

  @Test
  void everyRowOfTheGridIsWorkThatItsRivalCanDo() {
    assertThat(Grid.rows(2))
        .hasSize(30)
        .allSatisfy(row -> assertThat(row.rival().declines(row.problem())).isEmpty())
        .doesNotHaveDuplicates();
  }

  @Test
  void theMachineIsReadFromWhatLinuxTells(@TempDir Path folder) throws Exception {
    var info = Files.writeString(folder.resolve("cpuinfo"), "vendor: x\nmodel name\t: A Name\n");
    for (String cache : List.of("1 Data 32K", "1 Instruction 32K", "2 Unified 1024K")) {
      var words = cache.split(" ");
      var entry = Files.createDirectory(folder.resolve("index" + words[0] + words[1]));
      Files.writeString(entry.resolve("level"), words[0] + "\n");
      Files.writeString(entry.resolve("type"), words[1] + "\n");
      Files.writeString(entry.resolve("size"), words[2] + "\n");
    }

    assertThat(Machine.processorName(info)).isEqualTo("A Name");
    assertThat(Machine.cacheSizes(folder)).isEqualTo("L1 32K, L2 1024K");
    assertThat(Machine.processorName(folder.resolve("nothing"))).isEqualTo("unknown");
    assertThat(Machine.cacheSizes(folder.resolve("nothing"))).isEqualTo("unknown");
  }

  @Test
  void aMachineIsBusyWhenHalfOfItIsTaken() {
    assertThat(MACHINE.isBusy()).isFalse();
    assertThat(new Machine("A Processor", 2, "", "", "", 1.5).isBusy()).isTrue();
    assertThat(new Machine("A Processor", 2, "", "", "", -1).isBusy()).isFalse();
  }
}
