package dev.recurve.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.recurve.train.Callback;
import dev.recurve.train.Progress;
import java.io.PrintStream;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Where a command writes: results to standard output, everything else to standard error. With
 * {@code --json}, standard output holds one JSON object and nothing else.
 */
public final class Console {
  private static final JsonMapper JSON = new JsonMapper();

  private final PrintStream out;
  private final PrintStream err;
  private final Settings settings;

  /** A console. The settings are read when something is written. */
  public Console(PrintStream out, PrintStream err, Settings settings) {
    this.out = out;
    this.err = err;
    this.settings = settings;
  }

  /** The global options. */
  public Settings settings() {
    return settings;
  }

  /** Prints a result for people, such as a table. */
  public void print(String text) {
    (settings.json() ? err : out).println(text.stripTrailing());
  }

  /** Prints the result for programs, if it is asked for. */
  public void result(SequencedMap<String, ?> object) {
    if (settings.json()) {
      try {
        out.println(JSON.writeValueAsString(object));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("A result cannot be written as JSON", e);
      }
    }
  }

  /** Says what goes on, unless that is not wanted. */
  public void note(String text) {
    if (!settings.quiet()) {
      err.println(text);
    }
  }

  /** Says what the user must know. */
  public void warn(String text) {
    err.println(text);
  }

  /** Shows how training gets on, unless that is not wanted. */
  public Optional<Callback> progress() {
    return settings.quiet() ? Optional.empty() : Optional.of(Progress.auto(err));
  }
}
