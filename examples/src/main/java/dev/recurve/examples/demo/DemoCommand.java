package dev.recurve.examples.demo;

import dev.recurve.examples.cli.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The demonstrations. */
@Command(
    name = "demo",
    description = "Shows a whole job on built-in data.",
    synopsisSubcommandLabel = "COMMAND")
public final class DemoCommand {
  private DemoCommand() {}

  /** The command with its demonstrations. */
  public static CommandLine with(Console console) {
    return new CommandLine(new DemoCommand())
        .addSubcommand(new DemoForecastCommand(console))
        .addSubcommand(new DemoReverseCommand(console))
        .addSubcommand(new DemoGradientsCommand(console))
        .addSubcommand(new DemoMemoryCommand(console));
  }
}
