package dev.recurve.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.DataException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What is said and returned when something goes wrong. */
class FailuresTest {
  @Command(name = "test")
  private static final class Host {
    @Mixin final Settings settings = new Settings();
  }

  private final Host host = new Host();
  private final StringWriter said = new StringWriter();
  private final CommandLine line = new CommandLine(host).setErr(new PrintWriter(said));

  private int report(Throwable error, String... options) {
    line.parseArgs(options);
    return new Failures(host.settings).report(error, line);
  }

  @Test
  void anErrorOfTheLibraryIsToldAsItStands() {
    assertThat(report(new DataException("row 3 is missing"))).isEqualTo(1);
    assertThat(said).hasToString("recurve: row 3 is missing" + System.lineSeparator());
  }

  @Test
  void badUsageIsCodeTwo() {
    assertThat(report(new BadUsageException("too many"))).isEqualTo(2);
    assertThat(said.toString()).contains("too many");
  }

  @Test
  void filesAreNamed() {
    assertThat(report(new UncheckedIOException(new NoSuchFileException("a.csv")))).isEqualTo(1);
    assertThat(report(new AccessDeniedException("b.csv"))).isEqualTo(1);
    assertThat(report(new IOException("disk full"))).isEqualTo(1);
    assertThat(said.toString())
        .contains("there is no file a.csv", "access to b.csv is denied", "disk full");
  }

  @Test
  void theUnexpectedIsOneSentenceThatNamesDebug() {
    assertThat(report(new ClassCastException("x is no y"))).isEqualTo(1);
    assertThat(said.toString()).contains("ClassCastException", "x is no y", "--debug");
    assertThat(said.toString().lines()).hasSize(1);
  }

  @Test
  void debugShowsTheStackTrace() {
    report(new DataException("row 3 is missing"), "--debug");
    assertThat(said.toString()).contains("recurve: row 3 is missing", "at dev.recurve.");
  }

  @Test
  void memoryThatRunsOutNamesTheRemedy() {
    assertThat(report(new OutOfMemoryError("heap"))).isEqualTo(1);
    assertThat(said.toString()).contains("out of memory", "-Xmx");
  }
}
