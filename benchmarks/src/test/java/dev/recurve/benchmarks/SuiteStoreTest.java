package dev.recurve.benchmarks;

import static dev.recurve.benchmarks.Samples.MACHINE;
import static dev.recurve.benchmarks.Samples.figures;
import static dev.recurve.benchmarks.Samples.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.benchmarks.contest.BenchmarkException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuiteStoreTest {
  @Test
  void figuresComeBackInTheNextSession(@TempDir Path folder) {
    var grid = Grid.rows(2);
    var file = folder.resolve("figures.json");
    var stored = store(figures(grid.get(0), 100, 180)).without(grid.get(1), "no library");
    stored.write(file);

    var later = new Machine("A Processor", 2, "L1 32K, L2 1024K", "Linux amd64", "A JVM 25", 1.5);
    assertThat(SuiteStore.read(file, later)).isEqualTo(stored);
    assertThat(SuiteStore.read(folder.resolve("none.json"), later))
        .isEqualTo(SuiteStore.empty(later));
  }

  @Test
  void aRowThatIsRunAgainTakesTheOldOnesPlace() {
    var row = Grid.rows(2).getFirst();
    var store =
        SuiteStore.empty(MACHINE)
            .without(row, "no library")
            .with(figures(row, 100, 180))
            .with(figures(row, 90, 180))
            .without(row, "no library any more");

    assertThat(store.rows()).containsExactly(figures(row, 90, 180));
    assertThat(store.skipped()).isEmpty();
  }

  @Test
  void figuresOfAnotherMachineOrVersionAreRefused(@TempDir Path folder) throws Exception {
    var file = folder.resolve("figures.json");
    SuiteStore.empty(MACHINE).write(file);
    var other = new Machine("Another", 2, "L1 32K, L2 1024K", "Linux amd64", "A JVM 25", 0.5);

    assertThatThrownBy(() -> SuiteStore.read(file, other))
        .isInstanceOf(BenchmarkException.class)
        .hasMessageContaining("another machine or JVM (A Processor");
    Files.writeString(file, "{\"old\":1}");
    assertThatThrownBy(() -> SuiteStore.read(file, MACHINE))
        .isInstanceOf(BenchmarkException.class)
        .hasMessageContaining("run the whole suite anew");
  }
}
