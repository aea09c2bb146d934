package dev.recurve.train;

import java.io.PrintStream;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress for people: one redrawn line over the whole run. */
final class ProgressOnTerminal implements Callback {
  /**
   * Asking for the loss waits for the device, so it is asked for less often than the bar is drawn.
   */
  private static final long INTERVAL = Duration.ofMillis(500).toNanos();

  private static final int REDRAW_MILLIS = 200;

  /** Columns of a terminal that has room for all there is to say. */
  private static final int WIDE = 100;

  private final PrintStream out;
  private Optional<Shown> shown = Optional.empty();
  private long lastTime;

  private record Shown(ProgressBar bar, TerminalLine line) {
    /**
     * Ends the drawing, which a thread of the bar's own does, before anything else is printed. A
     * bar that is closed before it was ever drawn leaves its line open, hence the second call.
     */
    void close() {
      bar.close();
      line.close();
    }
  }

  ProgressOnTerminal(PrintStream out) {
    this.out = out;
  }

  @Override
  public void onStart(StepProgress start) {
    lastTime = System.nanoTime();
    var line = new TerminalLine(out);
    var bar =
        ProgressBar.builder()
            .setTaskName("")
            .setStyle(
                out.charset().newEncoder().canEncode('█')
                    ? ProgressBarStyle.UNICODE_BLOCK
                    : ProgressBarStyle.ASCII)
            .setSpeedUnit(ChronoUnit.SECONDS)
            .showSpeed(new DecimalFormat("0.#", DecimalFormatSymbols.getInstance(Locale.ROOT)))
            .setInitialMax((long) start.epochs() * start.batches())
            .startsFrom(start.step(), Duration.ZERO)
            .setUpdateIntervalMillis(REDRAW_MILLIS)
            .setConsumer(line)
            .build();
    shown = Optional.of(new Shown(bar, line));
  }

  @Override
  public void onStep(StepProgress progress) {
    shown.ifPresent(s -> s.bar().stepTo(progress.step()));
    long now = System.nanoTime();
    if (now - lastTime >= INTERVAL) {
      lastTime = now;
      shown.ifPresent(s -> s.bar().setExtraMessage(" " + message(progress, s.line())));
    }
  }

  /** Without what a narrow terminal would cut in the middle of a number. */
  private static String message(StepProgress progress, TerminalLine line) {
    return "epoch %d/%d, loss %s, lr %s%s"
        .formatted(
            progress.epoch(),
            progress.epochs(),
            Numbers.brief(progress.runningLoss()),
            Numbers.brief(progress.learningRate()),
            line.getMaxRenderedLength() < WIDE
                ? ""
                : progress
                    .history()
                    .best()
                    .map(epoch -> ", best " + Numbers.brief(epoch.watchedLoss()))
                    .orElse(""));
  }

  @Override
  public void onEnd(TrainingRun run) {
    close();
    out.println(run.explanation());
  }

  @Override
  public void onFailure(Throwable cause) {
    close();
  }

  private void close() {
    shown.ifPresent(Shown::close);
    shown = Optional.empty();
  }
}
