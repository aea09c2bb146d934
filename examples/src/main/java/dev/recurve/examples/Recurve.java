package dev.recurve.examples;

import dev.recurve.examples.backends.BackendsCommand;
import dev.recurve.examples.cli.Console;
import dev.recurve.examples.cli.Failures;
import dev.recurve.examples.cli.LogLines;
import dev.recurve.examples.cli.Settings;
import dev.recurve.examples.cli.Version;
import dev.recurve.examples.demo.DemoCommand;
import dev.recurve.examples.forecast.ForecastCommand;
import dev.recurve.examples.forecast.ResumeCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.RunLast;

/** The {@code recurve} command line: trains, measures and uses models without a line of code. */
@Command(
    name = "recurve",
    description = "Recurrent neural networks for the JVM.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = CommandLine.ScopeType.INHERIT,
    abbreviateSynopsis = true,
    sortOptions = false,
    usageHelpWidth = 100,
    footer = {
      "",
      "Exit codes: 0 done, 1 the job failed, 2 the command line is wrong; 130 ended by Ctrl-C."
    })
public final class Recurve {
  @Mixin private final Settings settings = new Settings();

  private Recurve() {}

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(run(System.out, System.err, args));
  }

  /**
   * Runs the command line.
   *
   * @param out where results go
   * @param err where progress and errors go
   * @return the exit code
   */
  static int run(PrintStream out, PrintStream err, String... args) {
    var recurve = new Recurve();
    var console = new Console(out, err, recurve.settings);
    var failures = new Failures(recurve.settings);
    var line =
        recurve
            .commandLine(console)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .setParameterExceptionHandler(failures)
            .setExecutionExceptionHandler(failures)
            .setExecutionStrategy(
                parsed -> {
                  recurve.settings.apply(parsed.commandSpec().commandLine());
                  LogLines.on(err, recurve.settings.quiet());
                  return new RunLast().execute(parsed);
                });
    try {
      return line.execute(args);
    } catch (Error e) {
      return failures.report(e, line);
    }
  }

  private CommandLine commandLine(Console console) {
    return new CommandLine(this)
        .addSubcommand(DemoCommand.with(console))
        .addSubcommand(ForecastCommand.with(console))
        .addSubcommand(new ResumeCommand(console))
        .addSubcommand(new BackendsCommand(console));
  }
}
