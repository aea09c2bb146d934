package dev.recurve.train;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Progress for logs: plain lines, some seconds apart. */
final class ProgressInLines implements Callback {
  private static final long INTERVAL = Duration.ofSeconds(10).toNanos();

  private final PrintStream out;
  private final LongSupplier nanos;
  private long lastTime;
  private long lastStep;

  ProgressInLines(PrintStream out, LongSupplier nanos) {
    this.out = out;
    this.nanos = nanos;
  }

  @Override
  public void onStart(StepProgress start) {
    lastTime = nanos.getAsLong();
    lastStep = start.step();
    out.printf("training: %d epochs of %d steps", start.epochs(), start.batches());
    out.println(start.step() == 0 ? "" : ", resumed after step " + start.step());
  }

  @Override
  public void onStep(StepProgress progress) {
    long now = nanos.getAsLong();
    if (now - lastTime < INTERVAL) {
      return;
    }
    double perSecond = (progress.step() - lastStep) * 1e9 / (now - lastTime);
    long total = (long) progress.epochs() * progress.batches();
    out.printf(
        "epoch %d/%d, step %d/%d, loss %s, lr %s%s, %s steps/s, eta %s%n",
        progress.epoch(),
        progress.epochs(),
        progress.batch(),
        progress.batches(),
        Numbers.brief(progress.runningLoss()),
        Numbers.brief(progress.learningRate()),
        progress.history().best().map(ProgressInLines::best).orElse(""),
        Numbers.brief(perSecond),
        clock(Math.round((total - progress.step()) / perSecond)));
    lastTime = now;
    lastStep = progress.step();
  }

  private static String best(EpochRecord epoch) {
    return ", best %s (epoch %d)".formatted(Numbers.brief(epoch.watchedLoss()), epoch.epoch());
  }

  private static String clock(long seconds) {
    return seconds < 3600
        ? "%d:%02d".formatted(seconds / 60, seconds % 60)
        : "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  @Override
  public void onEnd(TrainingRun run) {
    out.println(run.explanation());
  }
}
