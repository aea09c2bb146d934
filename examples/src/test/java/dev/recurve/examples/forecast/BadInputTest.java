package dev.recurve.examples.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.examples.Cli.Outcome;
import dev.recurve.examples.InProcess;
import dev.recurve.io.Archive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Bad input gets a sentence and an exit code, and nothing is lost. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
  @TempDir static Path folder;

  private Path good;
  private Path run;
  private List<String> lines;

  @BeforeAll
  void trainOnce() {
    good = SampleCsv.write(folder.resolve("good.csv"), SampleCsv.days(120));
    run = folder.resolve("run");
    InProcess.run(
            "forecast",
            "train",
            good.toString(),
            "--target",
            "sales",
            "--horizon",
            "7",
            "--context",
            "14",
            "--hidden",
            "4",
            "--epochs",
            "1",
            "-q",
            "--out",
            run.toString())
        .assertDone();
  }

  @BeforeEach
  void freshLines() {
    lines = new ArrayList<>(SampleCsv.days(120));
  }

  private Outcome train(Path csv, String... more) {
    var out = folder.resolve("never");
    var arguments =
        Stream.concat(
                Stream.of(
                    "forecast",
                    "train",
                    csv.toString(),
                    "--target",
                    "sales",
                    "--horizon",
                    "7",
                    "--out",
                    out.toString()),
                Stream.of(more))
            .toArray(String[]::new);
    var outcome = InProcess.run(arguments);
    assertThat(out).doesNotExist();
    return outcome;
  }

  private Outcome train(List<String> csv, String... more) {
    return train(SampleCsv.write(folder.resolve("bad.csv"), csv), more);
  }

  @Test
  void aMissingFile() {
    train(folder.resolve("no.csv")).assertFailed(1, "no.csv", "not found");
  }

  @Test
  void aMissingColumn() {
    lines.set(0, "date,sale");
    train(lines).assertFailed(1, "bad.csv has no column 'sales'", "did you mean 'sale'");
  }

  @Test
  void aCellThatIsNoNumber() {
    lines.set(17, "2020-01-17,many");
    train(lines).assertFailed(1, "bad.csv, line 18, column 'sales'", "'many' is not a number");
  }

  @Test
  void timesWithAGap() {
    lines.remove(50);
    train(lines).assertFailed(1, "bad.csv", "2020-02-18");
  }

  @Test
  void timesThatRepeat() {
    lines.set(50, "2020-02-18,5");
    train(lines).assertFailed(1, "bad.csv", "2020-02-18", "line 51");
  }

  @Test
  void aSeriesThatIsTooShort() {
    train(good, "--context", "100")
        .assertFailed(
            1,
            "a context of 100 and a horizon of 7 need 107",
            "the largest context that fits is 77");
  }

  @Test
  void aTransformThatDoesNotFit() {
    lines.set(17, "2020-01-17,-1");
    train(lines, "--transform", "log").assertFailed(1, "sales", "-1.0");
  }

  @Test
  void optionsThatContradictEachOther() {
    train(good, "--chunk", "9")
        .assertFailed(2, "a chunk of 9 rows is longer than the horizon of 7");
    train(good, "--valid-rows", "9").assertFailed(2, "--valid-rows and --test-rows");
    train(good, "--split", "0.9,0.2").assertFailed(2, "shares", "0.9", "0.2");
    train(good, "--epochs", "0").assertFailed(2, "--epochs is above 0");
    train(good, "--checkpoint-every", "0").assertFailed(2, "at least 1 step apart, received 0");
  }

  @Test
  void anOutputThatExists() throws IOException {
    var before = Files.getLastModifiedTime(run.resolve("model.recurve"));
    InProcess.run(
            "forecast",
            "train",
            good.toString(),
            "--target",
            "sales",
            "--horizon",
            "7",
            "--out",
            run.toString())
        .assertFailed(1, run + " exists", "--overwrite", "recurve resume " + run);
    assertThat(Files.getLastModifiedTime(run.resolve("model.recurve"))).isEqualTo(before);
  }

  @Test
  void overwritingReplacesARunAndNothingElse() throws IOException {
    var again = Files.createDirectories(folder.resolve("again"));
    Files.writeString(again.resolve("notes.txt"), "keep me");
    Files.writeString(again.resolve("last.ckpt"), "an old checkpoint");
    InProcess.run(
            "forecast",
            "train",
            good.toString(),
            "--target",
            "sales",
            "--horizon",
            "7",
            "--context",
            "14",
            "--hidden",
            "4",
            "--epochs",
            "1",
            "-q",
            "--overwrite",
            "--out",
            again.toString())
        .assertDone();
    assertThat(again.resolve("notes.txt")).hasContent("keep me");
    assertThat(again.resolve("model.recurve")).exists();
  }

  @Test
  void aBundleThatIsCutShort() throws IOException {
    byte[] bytes = Files.readAllBytes(run.resolve("model.recurve"));
    var cut = folder.resolve("cut.recurve");
    Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
    InProcess.run("forecast", "predict", cut.toString(), good.toString())
        .assertFailed(1, "cut.recurve", "cut short or damaged");
  }

  @Test
  void aBundleWithAFlippedBit() throws IOException {
    byte[] bytes = Files.readAllBytes(run.resolve("model.recurve"));
    bytes[bytes.length / 2] ^= 1;
    var damaged = folder.resolve("damaged.recurve");
    Files.write(damaged, bytes);
    InProcess.run("forecast", "predict", damaged.toString(), good.toString())
        .assertFailed(1, "damaged.recurve");
  }

  @Test
  void aBundleOfANewerFormat() {
    var old = Archive.read(run.resolve("model.recurve"), new Archive.Format("recurve-bundle", 1));
    var entries = new LinkedHashMap<String, byte[]>();
    old.names().forEach(name -> entries.put(name, old.entry(name)));
    var newer = folder.resolve("newer.recurve");
    Archive.write(newer, new Archive.Format("recurve-bundle", 2), entries, true);
    InProcess.run("forecast", "predict", newer.toString(), good.toString())
        .assertFailed(1, "newer.recurve", "version 2", "up to version 1", "Use a newer Recurve");
  }

  @Test
  void foldersThatAreNoRuns() throws IOException {
    var empty = Files.createDirectories(folder.resolve("empty"));
    InProcess.run("resume", empty.toString()).assertFailed(1, "no config.yaml");
    InProcess.run("resume", folder.resolve("gone").toString()).assertFailed(1, "no folder");
    InProcess.run("forecast", "evaluate", folder.resolve("gone").toString(), good.toString())
        .assertFailed(1, "no folder or file");
  }

  @Test
  void aRunThatHasNotEnded() throws IOException {
    var begun = Files.createDirectories(folder.resolve("begun"));
    Files.copy(run.resolve("config.yaml"), begun.resolve("config.yaml"));
    InProcess.run("forecast", "predict", begun.toString(), good.toString())
        .assertFailed(1, "no model yet", "recurve resume " + begun);
  }

  @Test
  void dataThatChangedSinceTheRunBegan() throws IOException {
    var moved = Files.createDirectories(folder.resolve("moved"));
    var data = SampleCsv.write(folder.resolve("changing.csv"), lines);
    var config = Files.readString(run.resolve("config.yaml"));
    Files.writeString(
        moved.resolve("config.yaml"), config.replace(good.toString(), data.toString()));
    lines.set(1, "2020-01-01,77");
    SampleCsv.write(data, lines);
    InProcess.run("resume", moved.toString())
        .assertFailed(1, "changing.csv has changed", "SHA-256");
  }

  @Test
  void aConfigWithAKeyTooManyOrTooFew() throws IOException {
    var broken = Files.createDirectories(folder.resolve("broken"));
    var config = Files.readString(run.resolve("config.yaml"));
    Files.writeString(broken.resolve("config.yaml"), config + "patients: 3\n");
    InProcess.run("resume", broken.toString())
        .assertFailed(1, "config.yaml, line", "'patients' is unknown", "checkpoint-every");
    Files.writeString(broken.resolve("config.yaml"), config.replaceFirst("season: .*\n", ""));
    InProcess.run("resume", broken.toString()).assertFailed(1, "config.yaml, line", "'season'");
  }

  @Test
  void aModelAloneDoesNotKnowItsTestPart() throws IOException {
    var alone = Files.copy(run.resolve("model.recurve"), folder.resolve("alone.recurve"));
    InProcess.run("forecast", "evaluate", alone.toString(), good.toString())
        .assertFailed(2, "--test-rows");
    InProcess.run("forecast", "evaluate", alone.toString(), good.toString(), "--test-rows", "20")
        .assertDone();
    InProcess.run("forecast", "evaluate", run.toString(), good.toString(), "--test-rows", "20")
        .assertFailed(2, "leave out --test-rows");
  }

  @Test
  void anOriginThatMakesNoSense() {
    InProcess.run("forecast", "evaluate", run.toString(), good.toString(), "--from", "soon")
        .assertFailed(2, "--from", "soon");
    InProcess.run("forecast", "evaluate", run.toString(), good.toString(), "--from", "2020-01-05")
        .assertFailed(1, "test part");
  }

  @Test
  void aForecastIsNotWrittenOverAFile() throws IOException {
    var out = Files.writeString(folder.resolve("next.csv"), "mine");
    InProcess.run("forecast", "predict", run.toString(), good.toString(), "--out", out.toString())
        .assertFailed(1, "next.csv exists", "--overwrite");
    assertThat(out).hasContent("mine");
  }
}
