package dev.recurve.examples.forecast;

import dev.recurve.examples.cli.BadUsageException;
import dev.recurve.examples.cli.Console;
import dev.recurve.examples.report.ConsoleTable;
import dev.recurve.runtime.Backends;
import dev.recurve.timeseries.Backtest;
import dev.recurve.timeseries.Baseline;
import dev.recurve.timeseries.Forecasting;
import dev.recurve.timeseries.Split;
import dev.recurve.timeseries.SplitSeries;
import dev.recurve.timeseries.TimeSeries;
import dev.recurve.timeseries.forecast.Forecaster;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a trained forecaster on the test part, beside the baselines. */
@Command(
    name = "evaluate",
    customSynopsis = "recurve forecast evaluate DIR|MODEL FILE.csv [OPTIONS]",
    description =
        "Measures a model on the test part, from one origin after the other, beside the baselines.")
final class EvaluateCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private final OtherFile input = new OtherFile();

  @Option(
      names = "--stride",
      paramLabel = "N",
      description = "Rows from one origin to the next (default: ${DEFAULT-VALUE}).")
  private int stride = 1;

  @Option(
      names = "--from",
      paramLabel = "DATE",
      description =
          "The first origin: a time, or a row number where there are no times (default: the test"
              + " part's beginning).")
  private Optional<String> from = Optional.empty();

  @Option(
      names = "--test-rows",
      paramLabel = "N",
      description =
          "Rows of the test part, the last of the file; only for a model without its run's folder.")
  private Optional<Integer> testRows = Optional.empty();

  @Option(names = "--scaled", description = "Count errors in the scaled units of training.")
  private boolean scaled;

  EvaluateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    var stored = input.model();
    var forecaster = stored.forecaster();
    var series = input.read(stored);
    var parts = parts(stored, series);
    int season = stored.run().map(RunConfig::season).orElse(series.frequency().season());
    var result = backtest(parts, forecaster).season(season).run(methods(parts, forecaster, season));
    console.print(ConsoleTable.render(Scores.table(result)));
    console.print("Model: " + Scores.verdict(result) + ".");
    var json = new LinkedHashMap<String, Object>();
    json.put("task", "forecast evaluate");
    json.put("seed", stored.seed());
    json.put("backend", Backends.standard().id());
    json.put("part", "test");
    json.put("protocol", result.protocol());
    json.put("scores", Scores.json(result));
    console.result(json);
    return 0;
  }

  private SplitSeries parts(StoredModel stored, TimeSeries series) {
    if (stored.run().isPresent()) {
      if (testRows.isPresent()) {
        throw new BadUsageException(
            "the run's folder says where the test part begins; leave out --test-rows, or begin"
                + " later with --from");
      }
      var run = stored.run().get();
      return run.data().isSame(input.file())
          ? run.parts().cut(series)
          : run.parts().cutAlike(series);
    }
    int rows =
        testRows.orElseThrow(
            () ->
                new BadUsageException(
                    "a model file alone does not say which rows it was trained on; name its run's"
                        + " folder, or say with --test-rows how many rows at the end it has not"
                        + " seen"));
    return series.split(BadUsageException.unless(() -> Split.lastRows(0, rows)));
  }

  private Backtest backtest(SplitSeries parts, Forecaster forecaster) {
    var backtest = BadUsageException.unless(() -> Backtest.over(parts).stride(stride));
    if (scaled) {
      backtest = backtest.scaledBy(forecaster.scaler());
    }
    if (from.isEmpty()) {
      return backtest;
    }
    return parts.series().frequency().hasTime()
        ? backtest.from(Moment.parse(from.get()))
        : backtest.from(Moment.parseRow(from.get()));
  }

  private static List<Forecasting> methods(SplitSeries parts, Forecaster forecaster, int season) {
    var methods = new ArrayList<Forecasting>(List.of(forecaster));
    methods.addAll(
        Baseline.fitAll(
            parts, forecaster.targets(), forecaster.contextLength(), forecaster.horizon(), season));
    return methods;
  }
}
