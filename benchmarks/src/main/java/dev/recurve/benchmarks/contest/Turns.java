package dev.recurve.benchmarks.contest;

import dev.recurve.benchmarks.problem.Mode;
import dev.recurve.benchmarks.problem.RnnProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lets contestants run in turns, all of them warm. */
public final class Turns {
  private static final double GAP_MILLIS = 10;

  private Turns() {}

  /**
   * Warms all of them up, and then gives each its turns, another one beginning each round.
   *
   * @return the figures of each, in the order given
   */
  public static List<Outcome.Side> take(List<RemoteContestant> contestants, Effort effort) {
    contestants.forEach(one -> one.warm(effort.warmSeconds()));
    var timings = new ArrayList<List<Timings>>();
    contestants.forEach(_ -> timings.add(new ArrayList<>()));
    for (int round = 0; round < effort.rounds(); round++) {
      for (int i = 0; i < contestants.size(); i++) {
        int turn = (round + i) % contestants.size();
        rest(effort);
        timings.get(turn).add(contestants.get(turn).time(effort.turnSeconds()));
      }
    }
    var sides = new ArrayList<Outcome.Side>();
    for (int i = 0; i < contestants.size(); i++) {
      var one = contestants.get(i);
      var all = Timings.merged(timings.get(i));
      sides.add(
          new Outcome.Side(one.name(), one.version(), one.threads(), all, afterIdle(one, effort)));
    }
    return List.copyOf(sides);
  }

  /** Stepping is also timed as a sensor would step: each time after a while of nothing. */
  private static Optional<Timings> afterIdle(RemoteContestant contestant, Effort effort) {
    return contestant.problem() instanceof RnnProblem rnn && rnn.mode() == Mode.STEP
        ? Optional.of(
            contestant.timeWithGaps(effort.rounds() * effort.turnSeconds() / 2, GAP_MILLIS))
        : Optional.empty();
  }

  private static void rest(Effort effort) {
    try {
      Thread.sleep(effort.pauseMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("The measurement was interrupted", e);
    }
  }
}
