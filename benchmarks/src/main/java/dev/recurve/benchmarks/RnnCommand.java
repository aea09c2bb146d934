package dev.recurve.benchmarks;

import dev.recurve.benchmarks.problem.CellKind;
import dev.recurve.benchmarks.problem.Mode;
import dev.recurve.benchmarks.problem.RnnProblem;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code recurve bench rnn}: one recurrent problem. */
@Command(
    name = "rnn",
    description = {
      "A recurrent network over one batch of random sequences.",
      "",
      "train  forward and backward with all gradients, no optimiser",
      "infer  forward over the whole sequence",
      "step   one step with the state carried over",
      "",
      "The last line of the output is JSON; ratio is the rival's time over Recurve's."
    })
final class RnnCommand implements Runnable {
  @Spec private CommandSpec command;

  @Option(
      names = "--cell",
      required = true,
      paramLabel = "CELL",
      description = "One of ${COMPLETION-CANDIDATES}.")
  private CellKind cell;

  @Option(
      names = "--mode",
      required = true,
      paramLabel = "MODE",
      description = "One of ${COMPLETION-CANDIDATES}.")
  private Mode mode;

  @Option(
      names = "--steps",
      paramLabel = "T",
      description = "Steps of the longest sequence; not for stepping.")
  private Optional<Integer> steps = Optional.empty();

  @Option(
      names = "--batch",
      paramLabel = "B",
      description = "Sequences; 1 by default when stepping.")
  private Optional<Integer> batch = Optional.empty();

  @Option(
      names = "--input",
      required = true,
      paramLabel = "I",
      description = "Features of each step.")
  private int input;

  @Option(
      names = "--hidden",
      required = true,
      paramLabel = "H",
      description = "Units of each cell.")
  private int hidden;

  @Option(
      names = "--layers",
      paramLabel = "N",
      defaultValue = "1",
      description = "Cells on top of each other; ${DEFAULT-VALUE} by default.")
  private int layers;

  @Option(names = "--bidirectional", description = "Reads time both ways.")
  private boolean bidirectional;

  /** How lengths are spread. */
  enum Spread {
    /** All as long as the longest. */
    FULL,
    /** Evenly from 1 to the longest. */
    UNIFORM;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--lengths",
      paramLabel = "SPREAD",
      defaultValue = "full",
      description =
          "${COMPLETION-CANDIDATES}: all T (the default), or evenly over 1..T in random order.")
  private Spread lengths;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Decides weights and data; ${DEFAULT-VALUE} by default.")
  private long seed;

  @Mixin private ContestOptions contest;

  @Override
  public void run() {
    contest.run(problem());
  }

  RnnProblem problem() {
    boolean stepping = mode == Mode.STEP;
    try {
      return new RnnProblem(
          cell,
          mode,
          steps
              .or(() -> stepping ? Optional.of(1) : Optional.empty())
              .orElseThrow(() -> missing("--steps")),
          batch
              .or(() -> stepping ? Optional.of(1) : Optional.empty())
              .orElseThrow(() -> missing("--batch")),
          input,
          hidden,
          layers,
          bidirectional,
          lengths == Spread.UNIFORM,
          seed);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage());
    }
  }

  private ParameterException missing(String option) {
    return new ParameterException(
        command.commandLine(), "Missing required option: %s, for mode %s".formatted(option, mode));
  }
}
