package dev.recurve.train;

import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * The line of a terminal that a bar is drawn on. Its width is what the shell exports as {@code
 * COLUMNS}, else that of the narrowest usual terminal: asking the terminal itself takes native
 * code, and a line that is too long would not be redrawn but repeated.
 */
final class TerminalLine implements ProgressBarConsumer {
  private static final int USUAL_COLUMNS = 80;

  private final PrintStream out;
  private final int width;
  private int drawn;
  private boolean open = true;

  TerminalLine(PrintStream out) {
    this.out = out;
    this.width = columns(System.getenv("COLUMNS")) - 1;
  }

  /** The number that a variable holds, if it is sensible. */
  static int columns(String variable) {
    return variable != null && variable.matches("[1-9][0-9]{1,3}")
        ? Integer.parseInt(variable)
        : USUAL_COLUMNS;
  }

  @Override
  public int getMaxRenderedLength() {
    return width;
  }

  @Override
  public synchronized void accept(String text) {
    String fitting = text.substring(0, Math.min(text.length(), width));
    out.print("\r" + fitting + " ".repeat(Math.max(drawn - fitting.length(), 0)));
    out.flush();
    drawn = fitting.length();
  }

  @Override
  public synchronized void clear() {
    accept("");
  }

  /** Ends the line, once. */
  @Override
  public synchronized void close() {
    if (open) {
      out.println();
      open = false;
    }
  }
}
