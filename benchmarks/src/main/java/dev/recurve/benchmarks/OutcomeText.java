package dev.recurve.benchmarks;

import dev.recurve.benchmarks.contest.Outcome;
import dev.recurve.benchmarks.contest.Timings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An outcome in words. */
final class OutcomeText {
  private OutcomeText() {}

  /** A few lines for a person. */
  static List<String> lines(Outcome outcome) {
    var lines = new ArrayList<String>();
    lines.add(outcome.contest().problem().describe());
    lines.add(side(outcome.ours()) + ", %.4g GFLOP/s".formatted(outcome.gflops()));
    outcome.rival().ifPresent(rival -> lines.add(side(rival)));
    outcome.ours().afterIdle().ifPresent(timings -> lines.add(idle(outcome.ours(), timings)));
    outcome
        .rival()
        .flatMap(Outcome.Side::afterIdle)
        .ifPresent(timings -> lines.add(idle(outcome.rival().orElseThrow(), timings)));
    outcome
        .ratio()
        .ifPresent(
            ratio ->
                lines.add(
                    "Recurve is %.2f times %s"
                        .formatted(
                            ratio >= 1 ? ratio : 1 / ratio, ratio >= 1 ? "as fast" : "slower")));
    return lines;
  }

  private static String side(Outcome.Side side) {
    return "%s (%s), %d %s: median %s, p99 %s, %d runs"
        .formatted(
            side.name(),
            side.version(),
            side.threads(),
            side.threads() == 1 ? "thread" : "threads",
            time(side.timings().medianMillis()),
            time(side.timings().percentileMillis(99)),
            side.timings().count());
  }

  private static String idle(Outcome.Side side, Timings timings) {
    return "%s after 10 ms of idleness: median %s, p99 %s, %d runs"
        .formatted(
            side.name(),
            time(timings.medianMillis()),
            time(timings.percentileMillis(99)),
            timings.count());
  }

  /** Milliseconds in the unit that fits, three digits. */
  static String time(double millis) {
    return millis >= 1
        ? String.format(
            Locale.ROOT, millis >= 100 ? "%.0f ms" : millis >= 10 ? "%.1f ms" : "%.2f ms", millis)
        : String.format(
            Locale.ROOT,
            millis >= 0.1 ? "%.0f µs" : millis >= 0.01 ? "%.1f µs" : "%.2f µs",
            millis * 1000);
  }
}
