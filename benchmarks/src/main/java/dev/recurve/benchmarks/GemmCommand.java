package dev.recurve.benchmarks;

import dev.recurve.benchmarks.problem.GemmProblem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code recurve bench gemm}: one matrix product. */
@Command(
    name = "gemm",
    description = "A product of two matrices, [M, K] by [K, N], single precision.")
final class GemmCommand implements Runnable {
  @Spec private CommandSpec command;

  @Option(names = "-m", required = true, paramLabel = "M", description = "Rows of the result.")
  private int m;

  @Option(names = "-n", required = true, paramLabel = "N", description = "Columns of the result.")
  private int n;

  @Option(names = "-k", required = true, paramLabel = "K", description = "The inner size.")
  private int k;

  @Option(
      names = "--transposed",
      description = "The second one is stored as [N, K], as weights are.")
  private boolean transposed;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Decides the values; ${DEFAULT-VALUE} by default.")
  private long seed;

  @Mixin private ContestOptions contest;

  @Override
  public void run() {
    try {
      contest.run(new GemmProblem(m, n, k, transposed, seed));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage());
    }
  }
}
