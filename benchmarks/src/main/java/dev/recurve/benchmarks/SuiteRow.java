package dev.recurve.benchmarks;

import dev.recurve.benchmarks.contest.Contest;
import dev.recurve.benchmarks.contest.Rival;
import dev.recurve.benchmarks.contest.RivalThreads;
import dev.recurve.benchmarks.problem.Problem;
import java.util.Optional;

/**
 * One line of the grid.
 *
 * @param problem what is solved
 * @param threads Recurve's
 * @param rival who else
 * @param rivalThreads the rival's
 * @param goal the ratio to be reached
 */
record SuiteRow(Problem problem, int threads, Rival rival, RivalThreads rivalThreads, double goal) {
  Contest contest(Optional<String> backend) {
    return new Contest(problem, threads, backend, rival, rivalThreads);
  }

  /** Whether these figures are good enough. */
  boolean isReachedBy(RowFigures figures) {
    return figures.ratio() >= goal;
  }

  /** For example {@code ≥ 1.8}. */
  String goalText() {
    return goal == Math.rint(goal) ? "≥ %.0f".formatted(goal) : "≥ %.1f".formatted(goal);
  }

  /** What {@code --only} is compared with. */
  String describe() {
    return "%s, %d %s, against %s"
        .formatted(problem.describe(), threads, threads == 1 ? "thread" : "threads", rival);
  }
}
