package dev.recurve.benchmarks;

import dev.recurve.benchmarks.contest.Outcome;
import dev.recurve.benchmarks.contest.Timings;
import java.time.LocalDate;
import java.util.List;

/**
 * What was measured of a row, as it is stored from session to session.
 *
 * @param row {@link SuiteRow#describe}
 * @param date when it was measured
 * @param quick whether it was only a first look
 * @param gflops billions of operations a second
 * @param peak the processor's, on as many threads
 * @param difference of the two results, see {@link Outcome#difference}
 * @param ours Recurve's side
 * @param rival the other one
 */
record RowFigures(
    String row,
    String date,
    boolean quick,
    double gflops,
    double peak,
    double difference,
    Side ours,
    Side rival) {

  /**
   * One contestant.
   *
   * @param name as on the command line
   * @param version library and version
   * @param threads that it was given
   * @param runs that were timed back to back
   * @param back figures of those
   * @param afterIdle of steps after 10 ms of idleness: one when stepping, else none
   */
  record Side(
      String name, String version, int threads, int runs, Times back, List<Times> afterIdle) {
    static Side of(Outcome.Side side) {
      return new Side(
          side.name(),
          side.version(),
          side.threads(),
          side.timings().count(),
          Times.of(side.timings()),
          side.afterIdle().stream().map(Times::of).toList());
    }
  }

  /** Milliseconds. */
  record Times(double median, double p99) {
    static Times of(Timings timings) {
      return new Times(timings.medianMillis(), timings.percentileMillis(99));
    }
  }

  /** The figures of an outcome with a rival. */
  static RowFigures of(SuiteRow row, Outcome outcome, double peak, boolean quick) {
    return new RowFigures(
        row.describe(),
        LocalDate.now().toString(),
        quick,
        outcome.gflops(),
        peak,
        outcome.difference().orElseThrow(),
        Side.of(outcome.ours()),
        Side.of(outcome.rival().orElseThrow()));
  }

  /** The rival's time over ours: above 1, Recurve is faster. */
  double ratio() {
    return rival.back().median() / ours.back().median();
  }

  double shareOfPeak() {
    return gflops / peak;
  }
}
