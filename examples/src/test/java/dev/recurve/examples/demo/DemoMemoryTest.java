package dev.recurve.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.examples.Cli;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The memory tasks on the command line, at a length that is quickly learnt. */
class DemoMemoryTest {
  @TempDir private Path folder;

  @Test
  void gatedCellsSolveShortTasksAndTheReportSaysSo() throws Exception {
    var outcome =
        new Cli(folder)
            .run(
                "demo",
                "memory",
                "--steps",
                "12",
                "--delay",
                "1",
                "--updates",
                "300",
                "--json",
                "--quiet")
            .assertDone();

    var json = outcome.json();
    for (var task : new String[] {"adding", "copying"}) {
      assertThat(json.get(task).fieldNames())
          .toIterable()
          .containsExactly("SimpleRNN", "LSTM", "GRU");
    }
    var gru = json.get("adding").get("GRU");
    assertThat(gru.get("solved").asBoolean()).isTrue();
    assertThat(gru.get("loss").asDouble()).isLessThan(0.01);
    assertThat(gru.get("updates").asInt()).isLessThanOrEqualTo(300);
    assertThat(outcome.err()).contains("Adding two marked numbers among 12", "solved");
    var page = Files.readString(folder.resolve(json.get("report").asText()));
    assertThat(page).contains("Telling 5 symbols again after 1 steps", "without memory");
    assertThat(folder.resolve("runs/demo-memory/adding.png")).exists();
  }

  @Test
  void tooFewUpdatesAreRefused() {
    var refused = new Cli(folder).run("demo", "memory", "--updates", "99");
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("--updates is at least 100, received 99");
  }
}
