package dev.recurve.examples.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.examples.Cli;
import dev.recurve.examples.InProcess;
import dev.recurve.io.Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A run that was ended in the middle of an epoch and resumed in a new JVM gives the same bits. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResumeTest {
  @TempDir static Path folder;

  private Cli cli;
  private Path data;
  private byte[] uninterrupted;

  @BeforeAll
  void trainWithoutInterruption() {
    cli = new Cli(folder);
    data = SampleCsv.write(folder.resolve("shop.csv"), SampleCsv.days(500));
    start("whole").await().assertDone();
    uninterrupted = weights("whole");
  }

  /** Three long epochs with dropout and shuffling, saved every few steps. */
  private Cli.Running start(String out) {
    return cli.start(
        "forecast",
        "train",
        data.toString(),
        "--target",
        "sales",
        "--horizon",
        "7",
        "--context",
        "28",
        "--hidden",
        "24",
        "--dropout",
        "0.2",
        "--batch",
        "2",
        "--epochs",
        "3",
        "--checkpoint-every",
        "3",
        "--seed",
        "3",
        "--out",
        out);
  }

  private byte[] weights(String run) {
    return Bundle.open(folder.resolve(run).resolve("model.recurve")).entry("weights.safetensors");
  }

  /** Waits for the first checkpoint after the first epoch: it lies within the second. */
  private void awaitSecondEpoch(String run) throws IOException {
    var path = folder.resolve(run);
    var history = path.resolve("history.jsonl");
    await(() -> Files.exists(history) && Files.size(history) > 0, history);
    var checkpoint = path.resolve("last.ckpt");
    var before = Files.getLastModifiedTime(checkpoint);
    await(() -> !Files.getLastModifiedTime(checkpoint).equals(before), checkpoint);
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Condition condition, Path file) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("waiting for " + file).isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(3));
    }
  }

  private void resumeGivesTheSameBits(String run) {
    assertThat(folder.resolve(run).resolve("model.recurve")).doesNotExist();
    var resumed = cli.run("resume", run).assertDone();
    assertThat(resumed.err()).contains("resumed after step ");
    assertThat(weights(run)).isEqualTo(uninterrupted);
  }

  @Test
  void afterKill() throws Exception {
    var running = start("killed");
    awaitSecondEpoch("killed");
    running.process().destroyForcibly(); // kill -9
    assertThat(running.await().exit()).isNotZero();
    resumeGivesTheSameBits("killed");
    assertThat(Files.readAllLines(folder.resolve("killed").resolve("history.jsonl"))).hasSize(3);
  }

  @Test
  void afterCtrlC() throws Exception {
    var running = start("stopped");
    boolean ctrlC = running.hearsCtrlC();
    awaitSecondEpoch("stopped");
    running.signal(ctrlC ? "INT" : "TERM");
    var outcome = running.await();
    assertThat(outcome.exit()).as(outcome.err()).isEqualTo(ctrlC ? 130 : 143);
    assertThat(outcome.err()).contains("stopped: interrupted", "recurve resume stopped");
    resumeGivesTheSameBits("stopped");
  }

  @Test
  void aRunThatEndedIsResumedToTheSameModel() {
    InProcess.run("resume", folder.resolve("whole").toString(), "-q").assertDone();
    assertThat(weights("whole")).isEqualTo(uninterrupted);
  }
}
