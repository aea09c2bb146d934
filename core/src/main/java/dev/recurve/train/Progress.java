package dev.recurve.train;

import java.io.PrintStream;
import java.util.Optional;

/** Shows how a run gets on, for {@link Trainer#callbacks}. */
public final class Progress {
  private Progress() {}

  /** A bar on a terminal, plain lines elsewhere, on the standard error stream. */
  public static Callback auto() {
    return auto(System.err);
  }

  /** A bar if the process has a terminal, else plain lines. */
  public static Callback auto(PrintStream out) {
    return hasTerminal() ? bar(out) : plain(out);
  }

  /** One line that is redrawn: how far, how fast, how much longer, loss and learning rate. */
  public static Callback bar(PrintStream out) {
    return new ProgressOnTerminal(out);
  }

  /** A plain line about every 10 seconds, and one at the end. */
  public static Callback plain(PrintStream out) {
    return new ProgressInLines(out, System::nanoTime);
  }

  private static boolean hasTerminal() {
    return !"dumb".equals(System.getenv("TERM"))
        && Optional.ofNullable(System.console()).map(c -> c.isTerminal()).orElse(false);
  }
}
