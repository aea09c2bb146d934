package dev.recurve.examples.cli;

import java.io.PrintStream;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The library's log as single lines, beside the other output of a command. */
public final class LogLines extends Handler {
  private final PrintStream err;

  private LogLines(PrintStream err) {
    this.err = err;
    setFormatter(new Line());
  }

  /** Sends the log there, unless the user configured it. */
  public static void on(PrintStream err, boolean quiet) {
    if (System.getProperty("java.util.logging.config.file") == null
        && System.getProperty("java.util.logging.config.class") == null) {
      LogManager.getLogManager().reset();
      var lines = new LogLines(err);
      lines.setLevel(quiet ? Level.WARNING : Level.INFO);
      Logger.getLogger("").addHandler(lines);
    }
  }

  @Override
  public void publish(LogRecord line) {
    if (isLoggable(line)) {
      err.println(getFormatter().format(line));
    }
  }

  @Override
  public void flush() {
    err.flush();
  }

  @Override
  public void close() {
    flush();
  }

  private static final class Line extends Formatter {
    @Override
    public String format(LogRecord line) {
      boolean grave = line.getLevel().intValue() >= Level.WARNING.intValue();
      return (grave ? "warning: " : "") + formatMessage(line);
    }
  }
}
