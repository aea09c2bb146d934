package dev.recurve.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the command line as a user does: in a JVM of its own, in a folder of its own. */
public final class Cli {
  private static final Path CLASSES = Path.of("target", "classes").toAbsolutePath();
  private static final int PATIENCE_SECONDS = 300;

  private final Path folder;
  private int runs;

  /** A command line in a folder. */
  public Cli(Path folder) {
    this.folder = folder;
  }

  /** What a command left behind. */
  public record Outcome(int exit, String out, String err) {
    /** The object on the last line of standard output. */
    public JsonNode json() {
      try {
        return new JsonMapper().readTree(out.lines().toList().getLast());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Checks that it failed with a sentence, and without a stack trace. */
    public void assertFailed(int code, String... sayings) {
      assertThat(err)
          .contains(sayings)
          .doesNotContain("at dev.recurve")
          .doesNotContain("Exception");
      assertThat(out).doesNotContain("at dev.recurve");
      assertThat(exit).as(err).isEqualTo(code);
    }

    /** Checks that it succeeded. */
    public Outcome assertDone() {
      assertThat(exit).as(err).isZero();
      return this;
    }
  }

  /** A command that runs. */
  public record Running(Process process, Path out, Path err) {
    /** Waits for its end. */
    public Outcome await() {
      try {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError(
              "no end after %d s: %s".formatted(PATIENCE_SECONDS, Files.readString(err)));
        }
        return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    /** Sends a signal, such as INT or KILL. */
    public void signal(String name) {
      try {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    /** Whether it hears Ctrl-C: a shell makes its background jobs deaf, and their children. */
    public boolean hearsCtrlC() throws IOException {
      var status = Path.of("/proc", Long.toString(process.pid()), "status");
      if (!Files.exists(status)) {
        return true;
      }
      try (Stream<String> lines = Files.lines(status)) {
        var ignored = lines.filter(line -> line.startsWith("SigIgn:")).findFirst().orElseThrow();
        return (Long.parseUnsignedLong(ignored.substring(7).strip(), 16) & 0b10) == 0;
      }
    }
  }

  /** Runs a command to its end. */
  public Outcome run(String... arguments) {
    return start(arguments).await();
  }

  /** Starts a command. */
  public Running start(String... arguments) {
    var command = new ArrayList<>(List.of("-cp", CLASSES + File.pathSeparator + classPath()));
    command.add("dev.recurve.examples.Recurve");
    command.addAll(List.of(arguments));
    return java(command);
  }

  /** Starts a JVM. */
  public Running java(List<String> arguments) {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.awt.headless=true",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8"));
    command.addAll(arguments);
    runs++;
    var out = folder.resolve("out-%d.txt".formatted(runs));
    var err = folder.resolve("err-%d.txt".formatted(runs));
    try {
      var builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder
          .environment()
          .keySet()
          .removeAll(List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS"));
      return new Running(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The libraries, and the other modules of the house. */
  public static String classPath() {
    try {
      return Files.readString(Path.of("target", "runtime.classpath")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The compiled classes of this module. */
  public static Path classes() {
    return CLASSES;
  }
}
