package dev.recurve.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.recurve.examples.Cli;
import dev.recurve.train.StopSignal;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C once, and twice. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class InterruptsTest {
  private static final int INTERRUPTED = 130;

  @TempDir Path folder;

  /** A job whose running step does not end. */
  static final class Endless {
    public static void main(String[] args) throws InterruptedException {
      var signal = new StopSignal();
      try (var _ = Interrupts.raise(signal, new Console(System.out, System.err, new Settings()))) {
        System.out.println("ready");
        while (true) {
          Thread.sleep(20);
          if (signal.isRequested()) {
            System.out.println("heard");
            Thread.sleep(TimeUnit.MINUTES.toMillis(2));
          }
        }
      }
    }
  }

  @Test
  void theFirstIsARequestAndTheSecondEndsAtOnce() throws Exception {
    var testClasses = Path.of("target", "test-classes").toAbsolutePath();
    var path =
        String.join(
            File.pathSeparator, testClasses.toString(), Cli.classes().toString(), Cli.classPath());
    var running = new Cli(folder).java(List.of("-cp", path, Endless.class.getName()));
    awaitText(running.out(), "ready");
    assumeTrue(running.hearsCtrlC(), "this process was started with Ctrl-C switched off");
    running.signal("INT");
    awaitText(running.out(), "heard");
    awaitText(running.err(), "Ctrl-C again ends at once");
    assertThat(running.process().waitFor(500, TimeUnit.MILLISECONDS)).isFalse();
    while (running.process().isAlive()) {
      running.signal("INT"); // the process takes the signal back just after it says so
      running.process().waitFor(50, TimeUnit.MILLISECONDS);
    }
    assertThat(running.await().exit()).isEqualTo(INTERRUPTED);
  }

  private static void awaitText(Path file, String text) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!Files.readString(file).contains(text)) {
      assertThat(System.nanoTime()).as("waiting for '%s' in %s", text, file).isLessThan(deadline);
      Thread.sleep(20);
    }
  }
}
