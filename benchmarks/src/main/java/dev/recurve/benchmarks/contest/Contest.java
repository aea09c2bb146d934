package dev.recurve.benchmarks.contest;

import dev.recurve.benchmarks.problem.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Recurve and a rival on the same problem.
 *
 * @param problem what is solved
 * @param threads that Recurve may keep busy
 * @param backend the backend wished for, or the best one
 * @param rival who else
 * @param rivalThreads how many threads the rival is given
 */
public record Contest(
    Problem problem,
    int threads,
    Optional<String> backend,
    Rival rival,
    RivalThreads rivalThreads) {
  /** Recurve's name among the contestants. */
  public static final String RECURVE = "recurve";

  private static final int ROUNDS_TO_CHOOSE = 3;

  /** Sums of ten thousand products in another order differ by less. */
  private static final double MOST_DIFFERENCE = 1e-3;

  /**
   * Runs it.
   *
   * @throws BenchmarkException if one of the two cannot take part, or they did not compute the same
   */
  public Outcome run(Effort effort) {
    rival
        .declines(problem)
        .ifPresent(
            reason -> {
              throw new BenchmarkException(reason);
            });
    if (rival == Rival.NONE) {
      try (var ours = startOurs()) {
        return new Outcome(
            this,
            Turns.take(List.of(ours), effort).getFirst(),
            Optional.empty(),
            OptionalDouble.empty());
      }
    }
    try (var theirs = startRival(bestThreads(effort));
        var ours = startOurs()) {
      var sides = Turns.take(List.of(ours, theirs), effort);
      double difference = Results.difference(ours.results(), theirs.results());
      if (!(difference <= MOST_DIFFERENCE)) {
        throw new BenchmarkException(
            "%s and %s did not compute the same: their results differ by %.1e, at most %.0e is rounding"
                .formatted(RECURVE, rival, difference, MOST_DIFFERENCE));
      }
      return new Outcome(
          this, sides.getFirst(), Optional.of(sides.getLast()), OptionalDouble.of(difference));
    }
  }

  private RemoteContestant startOurs() {
    return RemoteContestant.start(RECURVE, Launch.recurve(threads, backend), problem, threads);
  }

  private RemoteContestant startRival(int count) {
    return RemoteContestant.start(rival.toString(), rival.launch(count), problem, count);
  }

  /** The count of the rival's threads; if several are to be tried, they run against each other. */
  private int bestThreads(Effort effort) {
    int[] counts = rivalThreads.candidates(threads, Runtime.getRuntime().availableProcessors());
    if (counts.length == 1) {
      return counts[0];
    }
    var candidates = new ArrayList<RemoteContestant>();
    try {
      Arrays.stream(counts).forEach(count -> candidates.add(startRival(count)));
      var brief =
          new Effort(
              effort.warmSeconds() / 2,
              Math.min(effort.rounds(), ROUNDS_TO_CHOOSE),
              effort.turnSeconds(),
              effort.pauseMillis());
      return Turns.take(candidates, brief).stream()
          .min(Comparator.comparingDouble(side -> side.timings().medianMillis()))
          .orElseThrow()
          .threads();
    } finally {
      candidates.forEach(RemoteContestant::close);
    }
  }
}
