package dev.recurve.benchmarks;

import dev.recurve.RecurveException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code recurve bench}: Recurve and its rivals side by side, in one run. */
@Command(
    name = "recurve bench",
    description = "Measures Recurve and its rivals side by side, in turns, both warm.",
    synopsisSubcommandLabel = "COMMAND",
    scope = CommandLine.ScopeType.INHERIT,
    sortOptions = false,
    usageHelpWidth = 100,
    subcommands = {
      RnnCommand.class,
      GemmCommand.class,
      SuiteCommand.class,
      AllocCommand.class,
      ColdCommand.class,
      JmhCommand.class,
      UserCellCommand.class
    },
    footer = {"", "Exit codes: 0 done, 1 a contestant failed, 2 the command line is wrong."})
public final class Bench implements Runnable {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = CommandLine.ScopeType.INHERIT,
      description = "Shows this help and ends.")
  private boolean help;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private Bench() {}

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] args) {
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(out, err, args));
  }

  /**
   * Runs the command line.
   *
   * @param out where results go
   * @param err where progress and errors go
   * @return the exit code
   */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    return new CommandLine(new Bench())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler(
            (e, line, _) -> {
              if (e instanceof RecurveException told) {
                line.getErr().println("recurve bench: " + told.getMessage());
                return ExitCode.SOFTWARE;
              }
              throw e;
            })
        .execute(args);
  }

  /** Without a command, there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "What is to be measured? See --help.");
  }
}
