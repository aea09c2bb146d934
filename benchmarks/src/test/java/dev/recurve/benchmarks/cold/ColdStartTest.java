package dev.recurve.benchmarks.cold;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ColdStartTest {
  @Test
  void everyWayToStartWorksAndArchivesAreMade(@TempDir Path folder) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java");

    var starts = ColdStart.measure(folder, java, Optional.empty(), 1);

    assertThat(starts).hasSize(8);
    assertThat(starts)
        .allSatisfy(
            start -> {
              assertThat(start.timings().count()).isEqualTo(1);
              boolean needsFile =
                  start.archive() == Archive.APP_CDS || start.archive() == Archive.AOT;
              assertThat(start.archiveBytes() > 0).as(start.toString()).isEqualTo(needsFile);
            });
  }
}
