package dev.recurve.benchmarks;

import static dev.recurve.benchmarks.Samples.MACHINE;
import static dev.recurve.benchmarks.Samples.figures;
import static dev.recurve.benchmarks.Samples.store;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.benchmarks.contest.Rival;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsPageTest {
  @Test
  void showsWhatWasReachedAndWhatNot() {
    var grid = Grid.rows(2).subList(0, 4);
    var page =
        new ResultsPage(
            store(figures(grid.get(0), 100, 180), figures(grid.get(1), 100, 190, "2026-03-02"))
                .without(grid.get(2), "its library is missing\nmore"),
            grid);

    assertThat(page.summary()).isEqualTo("1 of 2 goals reached; rows without figures: 2.");
    assertThat(page.markdown().lines())
        .contains(
            "1 of 2 goals reached; rows without figures: 2.",
            "- Machine: A Processor, 2 cores; caches L1 32K, L2 1024K; Linux amd64;"
                + " load before the first session 0.5",
            "- Recurve: simd 1",
            "- Rivals: rival 9",
            "- Measured: 2026-03-01; 2026-03-02",
            "| 1 | 100 | 90 |",
            "| 2 | 200 | – |",
            "| train LSTM T100 B64 I128 H256 | 2 | 100 ms | 101 ms | – | 151 | 75 % | libtorch |"
                + " rival 9 | 2 | 180 ms | 182 ms | 3e-07 | **1.80** | ≥ 1.8 | yes |",
            "| train GRU T100 B64 I128 H256 | 2 | 100 ms | 101 ms | – | 113 | 57 % | libtorch |"
                + " rival 9 | 2 | 190 ms | 192 ms | 3e-07 | **1.90** | ≥ 2 | no |",
            "- train RNN T100 B64 I128 H256, 2 threads, against libtorch: its library is missing",
            "- train LSTM T50 B32 I512 H512, 2 threads, against libtorch: not measured yet",
            "| train LSTM T100 B64 I128 H256 | libtorch | 2 | 180 ms | 183 ms |");
  }

  @Test
  void everyRowOfTheGridIsWorkThatItsRivalCanDo() {
    assertThat(Grid.rows(2))
        .hasSize(33)
        .allSatisfy(row -> assertThat(row.rival().declines(row.problem())).isEmpty());
    assertThat(Grid.rows(2)).extracting(SuiteRow::describe).doesNotHaveDuplicates();
  }

  @Test
  void everyTrainingRowThatDeeplearning4jCanRunIsRunAgainstIt() {
    assertThat(
            Grid.rows(2).stream()
                .map(SuiteRow::problem)
                .filter(p -> Rival.DL4J.declines(p).isEmpty())
                .distinct())
        .isNotEmpty()
        .allSatisfy(
            problem ->
                assertThat(Grid.rows(2))
                    .anyMatch(row -> row.rival() == Rival.DL4J && row.problem().equals(problem)));
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
