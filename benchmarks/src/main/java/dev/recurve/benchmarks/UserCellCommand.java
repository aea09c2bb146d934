package dev.recurve.benchmarks;

import dev.recurve.benchmarks.contest.BenchmarkException;
import dev.recurve.benchmarks.contest.Contest;
import dev.recurve.benchmarks.contest.Effort;
import dev.recurve.benchmarks.contest.Launch;
import dev.recurve.benchmarks.contest.Outcome;
import dev.recurve.benchmarks.contest.RemoteContestant;
import dev.recurve.benchmarks.contest.Results;
import dev.recurve.benchmarks.contest.Turns;
import dev.recurve.benchmarks.ours.UserCellContestant;
import dev.recurve.benchmarks.problem.CellKind;
import dev.recurve.benchmarks.problem.Mode;
import dev.recurve.benchmarks.problem.RnnProblem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code recurve bench usercell}: what a cell of one's own costs. */
@Command(
    name = "usercell",
    description = {
      "Trains an LSTM that is written in tensor operations, as a user would write a new cell,"
          + " beside the built-in one, which a backend runs whole: T100 B64 I128 H256, in turns,"
          + " medians.",
      "",
      "Fails if the two do not compute the same. Prints a line of JSON, too."
    })
final class UserCellCommand implements Runnable {
  /** The user's time over the built-in one's may be so much. */
  private static final double GOAL = 2;

  /** Sums of ten thousand products in another order differ by less. */
  private static final double MOST_DIFFERENCE = 1e-3;

  private static final RnnProblem PROBLEM =
      RnnProblem.of(CellKind.LSTM, Mode.TRAIN, 100, 64, 128, 256);

  @Spec private CommandSpec command;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that Recurve may keep busy; by default, all processors.")
  private Optional<Integer> threads = Optional.empty();

  @Option(
      names = "--backend",
      paramLabel = "ID",
      description = "Recurve's backend; by default, the best one.")
  private Optional<String> backend = Optional.empty();

  @Option(names = "--quick", description = "Measures briefly, for a first look.")
  private boolean quick;

  @Option(names = "--json", description = "Prints nothing but the line of JSON.")
  private boolean json;

  @Override
  public void run() {
    int count = threads.orElseGet(Runtime.getRuntime()::availableProcessors);
    if (count < 1) {
      throw new ParameterException(
          command.commandLine(), "--threads is 1 or more, received " + count);
    }
    var launch = Launch.recurve(count, backend);
    try (var fused = RemoteContestant.start(Contest.RECURVE, launch, PROBLEM, count);
        var user = RemoteContestant.start(UserCellContestant.NAME, launch, PROBLEM, count)) {
      var sides = Turns.take(List.of(fused, user), quick ? Effort.QUICK : Effort.FULL);
      double difference = Results.difference(user.results(), fused.results());
      if (!(difference <= MOST_DIFFERENCE)) {
        throw new BenchmarkException(
            "The user's cell and the built-in one did not compute the same: they differ by %.1e"
                .formatted(difference));
      }
      print(sides.getFirst(), sides.getLast(), difference);
    }
  }

  private void print(Outcome.Side fused, Outcome.Side user, double difference) {
    var out = command.commandLine().getOut();
    double ratio = user.timings().medianMillis() / fused.timings().medianMillis();
    if (!json) {
      out.println(
          "%s on %s: built-in %s, of tensor operations %s, %.2f times, goal ≤ %.0f: %s"
              .formatted(
                  PROBLEM.describe(),
                  user.version(),
                  OutcomeText.time(fused.timings().medianMillis()),
                  OutcomeText.time(user.timings().medianMillis()),
                  ratio,
                  GOAL,
                  ratio <= GOAL ? "reached" : "not reached"));
    }
    out.println(line(fused, user, ratio, difference));
  }

  private static String line(
      Outcome.Side fused, Outcome.Side user, double ratio, double difference) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("benchmark", "usercell");
    fields.put("problem", PROBLEM.describe());
    fields.put("threads", fused.threads());
    fields.put("fused_median_ms", JsonLine.rounded(fused.timings().medianMillis()));
    fields.put("user_median_ms", JsonLine.rounded(user.timings().medianMillis()));
    fields.put("runs", user.timings().count());
    fields.put("difference", JsonLine.rounded(difference));
    fields.put("ratio", JsonLine.rounded(ratio));
    fields.put("goal", GOAL);
    fields.put("reached", ratio <= GOAL);
    return JsonLine.of(fields);
  }
}
