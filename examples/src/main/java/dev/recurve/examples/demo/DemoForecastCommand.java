package dev.recurve.examples.demo;

import dev.recurve.examples.cli.Console;
import dev.recurve.examples.forecast.DataFile;
import dev.recurve.examples.forecast.ForecastReport;
import dev.recurve.examples.forecast.ForecastReport.Section;
import dev.recurve.examples.forecast.Parts;
import dev.recurve.examples.forecast.RunConfig;
import dev.recurve.examples.forecast.RunFolder;
import dev.recurve.examples.forecast.Scores;
import dev.recurve.examples.forecast.TrainingJob;
import dev.recurve.examples.report.ConsoleTable;
import dev.recurve.timeseries.Backtest;
import dev.recurve.timeseries.BacktestResult;
import dev.recurve.timeseries.Baseline;
import dev.recurve.timeseries.Forecasting;
import dev.recurve.timeseries.GapPolicy;
import dev.recurve.timeseries.SplitSeries;
import dev.recurve.timeseries.forecast.Forecaster;
import dev.recurve.timeseries.forecast.TrainedForecaster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains a GRU on monthly airline passengers and measures it on the last three years. */
@Command(
    name = "forecast",
    description = {
      "Trains a GRU on monthly airline passengers, 1949 to 1957, and forecasts 1958 to 1960.",
      "Prints its scores beside those of the baselines, and writes a report."
    })
final class DemoForecastCommand implements Callable<Integer> {
  private static final Path USUAL_OUT = Path.of("runs", "demo-forecast");
  private static final int INTERRUPTED = 130;
  private static final int ROLLING_HORIZON = 12;

  private final Console console;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "The folder to write to (default: runs/demo-forecast, which each demo overwrites).")
  private Optional<Path> out = Optional.empty();

  @Option(names = "--overwrite", description = "Replace the run in the folder named by --out.")
  private boolean overwrite;

  DemoForecastCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    var folder = RunFolder.create(out.orElse(USUAL_OUT), overwrite || out.isEmpty());
    var file = writeData(folder);
    var columns = List.of(Airline.COLUMN);
    var series = DataFile.read(file, Optional.empty(), columns, GapPolicy.FAIL);
    var config =
        RunConfig.of(
            DataFile.of(file, Optional.empty(), columns, GapPolicy.FAIL),
            Parts.of(series.split(Airline.split())),
            Airline.model(),
            Airline.SEASON,
            Airline.training(console.settings().seed().orElse(Airline.SEED)),
            Airline.CHECKPOINT_EVERY);
    var job = new TrainingJob(console, config, series);
    var trained = job.begin(folder);
    trained.ifPresent(done -> report(job, done, folder, file));
    return trained.isPresent() ? 0 : INTERRUPTED;
  }

  private static Path writeData(RunFolder folder) {
    var file = folder.path().resolve(Airline.FILE);
    try {
      return Files.write(file, Airline.csv());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void report(TrainingJob job, TrainedForecaster trained, RunFolder folder, Path file) {
    var model = trained.forecaster();
    var once = backtest(job.parts(), model, Backtest.over(job.parts()).once());
    var rolling =
        backtest(job.parts(), model.withHorizon(ROLLING_HORIZON), Backtest.over(job.parts()));
    new ForecastReport(
            "Airline passengers, 1958 to 1960",
            job.config(),
            job.parts(),
            trained.run(),
            List.of(
                new Section(
                    "Three years from one origin",
                    "The model saw nothing after December 1957 and forecasts 36 months.",
                    once),
                new Section(
                    "One year from every month",
                    "A new forecast of 12 months begins at each month of the test part that leaves"
                        + " room for it; the model is not trained again.",
                    rolling)))
        .write(folder, console);
    console.print("Three years from one origin\n" + ConsoleTable.render(Scores.table(once)));
    console.print("\nOne year from every month\n" + ConsoleTable.render(Scores.table(rolling)));
    console.print("\nModel, three years: " + Scores.verdict(once) + ".");
    console.print("Report: " + folder.report());
    console.print("Model: " + folder.model());
    console.note("What comes next: recurve forecast predict %s %s".formatted(folder.path(), file));
    var json = new LinkedHashMap<String, Object>();
    json.put("task", "demo forecast");
    json.put("seed", job.config().training().seed());
    json.put("backend", job.config().machine().backend());
    json.put("scores", Scores.json(once));
    json.put("rolling", Scores.json(rolling));
    json.put("report", folder.report().toString());
    console.result(json);
  }

  private static BacktestResult backtest(SplitSeries parts, Forecaster model, Backtest backtest) {
    var methods = new ArrayList<Forecasting>(List.of(model));
    methods.addAll(
        Baseline.fitAll(
            parts, model.targets(), model.contextLength(), model.horizon(), Airline.SEASON));
    return backtest.season(Airline.SEASON).run(methods);
  }
}
