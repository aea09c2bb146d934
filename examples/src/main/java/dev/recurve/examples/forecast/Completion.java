package dev.recurve.examples.forecast;

import dev.recurve.examples.cli.Console;
import dev.recurve.examples.forecast.ForecastReport.Section;
import dev.recurve.examples.report.ConsoleTable;
import dev.recurve.timeseries.Backtest;
import dev.recurve.timeseries.BacktestResult;
import dev.recurve.timeseries.Baseline;
import dev.recurve.timeseries.Forecasting;
import dev.recurve.timeseries.Split;
import dev.recurve.timeseries.SplitSeries;
import dev.recurve.timeseries.forecast.Forecaster;
import dev.recurve.timeseries.forecast.TrainedForecaster;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * What follows training: scores on the validation part, and the report. The test part stays
 * untouched until {@code evaluate} asks for it.
 */
final class Completion {
  private static final String CAVEAT =
      "The epoch was chosen on these rows, so the scores flatter the model a little.";

  private final Console console;
  private final TrainingJob job;
  private final RunFolder folder;

  Completion(Console console, TrainingJob job, RunFolder folder) {
    this.console = console;
    this.job = job;
    this.folder = folder;
  }

  /** Scores, prints and writes the report. */
  void of(TrainedForecaster trained, String task) {
    var config = job.config();
    var result = validate(trained.forecaster());
    var section = new Section("Scores on the validation part", CAVEAT, result);
    var title = "Forecast of " + String.join(", ", config.forecaster().targets());
    new ForecastReport(title, config, job.parts(), trained.run(), List.of(section))
        .write(folder, console);
    var log = new RunLog(folder);
    log.note("validation part: " + Scores.verdict(result));
    console.print("Scores on the validation part. " + CAVEAT + "\n");
    console.print(ConsoleTable.render(Scores.table(result)));
    console.note(
        "Model: %s%nReport: %s%nOn the test part: recurve forecast evaluate %s %s"
            .formatted(folder.model(), folder.report(), folder.path(), config.data().path()));
    var json = new LinkedHashMap<String, Object>();
    json.put("task", task);
    json.put("seed", config.training().seed());
    json.put("backend", config.machine().backend());
    json.put("part", "validation");
    json.put("scores", Scores.json(result));
    json.put("model", folder.model().toString());
    json.put("report", folder.report().toString());
    console.result(json);
  }

  /** A backtest measures on the test part: here the validation part stands in its place. */
  private BacktestResult validate(Forecaster forecaster) {
    var config = job.config();
    var parts = config.parts();
    SplitSeries stand =
        job.parts().series().split(Split.rows(parts.training(), 0, parts.validation()));
    int horizon = Math.min(forecaster.horizon(), parts.validation());
    var methods = new ArrayList<Forecasting>(List.of(forecaster.withHorizon(horizon)));
    methods.addAll(
        Baseline.fitAll(
            stand, forecaster.targets(), forecaster.contextLength(), horizon, config.season()));
    return Backtest.over(stand).season(config.season()).run(methods);
  }
}
