package dev.recurve.examples.forecast;

import dev.recurve.examples.cli.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The verbs of forecasting. */
@Command(
    name = "forecast",
    description = "Forecasts time series: trains a model on a CSV file, measures it, uses it.",
    synopsisSubcommandLabel = "COMMAND")
public final class ForecastCommand {
  private ForecastCommand() {}

  /** The command with its verbs. */
  public static CommandLine with(Console console) {
    return new CommandLine(new ForecastCommand())
        .addSubcommand(new TrainCommand(console))
        .addSubcommand(new EvaluateCommand(console))
        .addSubcommand(new PredictCommand(console));
  }
}
