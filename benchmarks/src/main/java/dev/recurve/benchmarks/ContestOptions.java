package dev.recurve.benchmarks;

import dev.recurve.benchmarks.contest.Contest;
import dev.recurve.benchmarks.contest.Effort;
import dev.recurve.benchmarks.contest.Rival;
import dev.recurve.benchmarks.contest.RivalThreads;
import dev.recurve.benchmarks.problem.Problem;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Who runs, and for how long. */
final class ContestOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

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

  @Option(
      names = "--rival",
      paramLabel = "NAME",
      defaultValue = "none",
      description = "Who else, ${DEFAULT-VALUE} by default: ${COMPLETION-CANDIDATES}.")
  private Rival rival = Rival.NONE;

  @Option(
      names = "--rival-threads",
      paramLabel = "N|best",
      description =
          "The rival's threads, or the count that serves it best; by default, as many as Recurve.")
  private Optional<String> rivalThreads = Optional.empty();

  @Option(names = "--quick", description = "Measures briefly, for a first look.")
  private boolean quick;

  @Option(names = "--json", description = "Prints nothing but the line of JSON.")
  private boolean json;

  /** The contest over a problem. */
  Contest contest(Problem problem) {
    int count = threads.orElseGet(Runtime.getRuntime()::availableProcessors);
    if (count < 1) {
      throw usage("--threads is 1 or more, received " + count);
    }
    rival
        .declines(problem)
        .ifPresent(
            reason -> {
              throw usage(reason);
            });
    try {
      return new Contest(
          problem,
          count,
          backend,
          rival,
          rivalThreads.map(RivalThreads::parse).orElseGet(RivalThreads.Same::new));
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  /** How long to measure. */
  Effort effort() {
    return quick ? Effort.QUICK : Effort.FULL;
  }

  /** Runs the contest and prints how it ended. */
  void run(Problem problem) {
    var outcome = contest(problem).run(effort());
    var out = command.commandLine().getOut();
    if (!json) {
      OutcomeText.lines(outcome).forEach(out::println);
    }
    out.println(OutcomeJson.line(outcome));
  }

  private ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
