package dev.recurve.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading the command line: help, version, and what is said about mistakes. */
class CommandLineTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "forecast", "forecast train", "forecast evaluate", "resume", "demo"})
  void aVerbWithoutArgumentsShowsItsHelp(String command) {
    var outcome = InProcess.run(command.isEmpty() ? new String[0] : command.split(" "));
    outcome.assertFailed(
        2, "Usage: recurve" + (command.isEmpty() ? "" : " " + command), "--backend");
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void helpShowsDefaults() {
    var outcome = InProcess.run("forecast", "train", "--help").assertDone();
    assertThat(outcome.out())
        .contains("--hidden=N", "(default: 32)", "(default: gru)", "(default: 0.7,0.1)")
        .contains("--json", "--seed=S", "Exit codes")
        .doesNotContain("Optional", "Default: ", "${");
  }

  @Test
  void versionNamesRecurveAndJava() {
    var outcome = InProcess.run("--version").assertDone();
    assertThat(outcome.out()).containsPattern("recurve \\d+\\.\\d+").contains("Java 2");
  }

  @Test
  void unknownOptionsAndCommandsGetTheNearest() {
    InProcess.run("--bakend", "java", "backends").assertFailed(2, "--bakend", "--backend");
    InProcess.run("forecast", "trian").assertFailed(2, "trian", "forecast train");
    InProcess.run("forecast", "train", "x.csv", "--targt", "y")
        .assertFailed(2, "Unknown option", "--targt", "--target", "forecast train --help");
  }

  @Test
  void missingOptionsAreNamed() {
    InProcess.run("forecast", "train", "x.csv", "--target", "y")
        .assertFailed(2, "--horizon", "--out");
  }

  @Test
  void valuesOfTheWrongKindAreBadUsage() {
    InProcess.run("backends", "--threads", "many").assertFailed(2, "--threads", "many");
    InProcess.run("backends", "--threads", "0").assertFailed(2, "--threads is at least 1");
    InProcess.run(
            "forecast",
            "train",
            "x.csv",
            "--target",
            "y",
            "--horizon",
            "3",
            "--out",
            "z",
            "--cell",
            "gpu")
        .assertFailed(2, "gru, lstm, rnn", "gpu");
  }

  @Test
  void globalOptionsMayStandBeforeTheCommandOrAfterIt() {
    assertThat(InProcess.run("--json", "backends").assertDone().json().get("task").asText())
        .isEqualTo("backends");
    assertThat(InProcess.run("backends", "--json").assertDone().json().get("task").asText())
        .isEqualTo("backends");
  }

  @Test
  void backendsShowsTheOneThatIsUsed() {
    var outcome = InProcess.run("backends").assertDone();
    assertThat(outcome.out()).contains("backend", "java", "chosen");
    var json = InProcess.run("backends", "--json").assertDone().json();
    assertThat(json.get("chosen").asText()).isNotEmpty();
    assertThat(json.get("backends").findValuesAsText("id")).contains("java");
    assertThat(json.get("threads").asInt()).isPositive();
  }
}
