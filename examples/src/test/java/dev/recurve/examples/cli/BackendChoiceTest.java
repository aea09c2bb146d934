package dev.recurve.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.examples.Cli;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backends by name, each in a JVM of its own: a process chooses only once. */
class BackendChoiceTest {
  @TempDir Path folder;

  @Test
  void anUnknownBackendGetsTheNearestNameAndAllCandidates() {
    new Cli(folder)
        .run("backends", "--backend", "jva")
        .assertFailed(1, "no backend \"jva\"", "Did you mean \"java\"?", "plain Java loops");
  }

  @Test
  void theChoiceIsOneLineOnStandardErrorUnlessQuiet() {
    var cli = new Cli(folder);
    var told = cli.run("backends", "--json").assertDone();
    assertThat(told.err().lines().filter(line -> line.startsWith("Recurve runs on the ")))
        .hasSize(1);
    assertThat(told.err()).doesNotContain("INFO", "BackendRegistry");
    assertThat(told.json().get("backends")).isNotEmpty();
    var quiet = cli.run("backends", "-q", "--json").assertDone();
    assertThat(quiet.err()).doesNotContain("Recurve runs on");
  }

  @Test
  void theCommandLineRunsOnTheModulePath() {
    var modulePath = Cli.classes() + File.pathSeparator + Cli.classPath();
    var outcome =
        new Cli(folder)
            .java(
                List.of(
                    "--module-path", modulePath,
                    "--module", "dev.recurve.examples/dev.recurve.examples.Recurve",
                    "backends", "--json"))
            .await()
            .assertDone();
    assertThat(outcome.json().get("backends").findValuesAsText("id")).contains("java");
  }
}
