package dev.recurve.examples.forecast;

import dev.recurve.examples.cli.Console;
import dev.recurve.examples.report.HtmlReport;
import dev.recurve.examples.report.LineChart;
import dev.recurve.examples.report.PngChart;
import dev.recurve.timeseries.BacktestResult;
import dev.recurve.timeseries.SplitSeries;
import dev.recurve.timeseries.forecast.ForecasterConfig;
import dev.recurve.train.EpochRecord;
import dev.recurve.train.TrainingRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * The report of a run.
 *
 * @param title what it is about
 * @param config all that decided the run
 * @param parts the data
 * @param run how training went
 * @param results backtests, the most important first; its forecasts are drawn
 */
public record ForecastReport(
    String title, RunConfig config, SplitSeries parts, TrainingRun run, List<Section> results) {
  private static final int CHARTED_TARGETS = 3;
  private static final int PNG_WIDTH = 1280;
  private static final int PNG_HEIGHT = 640;

  /** A backtest under a heading, with a paragraph about it. */
  public record Section(String heading, String text, BacktestResult result) {}

  /** Copies the list. */
  public ForecastReport {
    results = List.copyOf(results);
  }

  /** Writes the page and the picture into the run's folder. */
  public void write(RunFolder folder, Console console) {
    page().write(folder.report());
    var picture = forecast(config.forecaster().targets().getFirst());
    switch (PngChart.write(picture, folder.chart(), PNG_WIDTH, PNG_HEIGHT)) {
      case PngChart.Outcome.Written _ -> {}
      case PngChart.Outcome.Skipped(String reason) -> console.note(reason);
    }
  }

  private BacktestResult first() {
    return results.getFirst().result();
  }

  private LineChart forecast(String target) {
    return Charts.forecast(first(), parts.series(), target, 0);
  }

  private HtmlReport page() {
    var page = HtmlReport.titled(title).lead("Model: " + Scores.verdict(first()) + ".");
    scores(page);
    var best = run.best();
    page.keyFigure(
        "Trained for", "%d epochs".formatted(run.history().epochs().size()), run.explanation());
    page.keyFigure(
        "Best epoch",
        best.map(epoch -> Integer.toString(epoch.epoch())).orElse("–"),
        best.map(ForecastReport::validLoss).orElse(""));
    for (var section : results) {
      page.section(section.heading()).text(section.text()).table(Scores.table(section.result()));
      if (section == results.getFirst()) {
        targets().forEach(target -> page.chart(forecast(target)));
      }
    }
    page.section("Data").text(parts.toString());
    targets().forEach(target -> page.chart(Charts.data(parts, target)));
    page.section("Training").chart(Charts.losses(run.history()), run.explanation());
    return page.section("Provenance").definitionList(facts());
  }

  private void scores(HtmlReport page) {
    var methods = first().methods();
    var beside =
        methods.stream()
            .filter(method -> method.baseline())
            .map(method -> "%s %s".formatted(method.name(), rmse(method)))
            .collect(Collectors.joining(", "));
    page.keyFigure("RMSE of the model", rmse(methods.getFirst()), beside);
  }

  private static String rmse(BacktestResult.MethodResult method) {
    return String.format(Locale.ROOT, "%.4g", method.scores().rmse());
  }

  private static String validLoss(EpochRecord epoch) {
    return String.format(Locale.ROOT, "validation loss %.4g", epoch.watchedLoss());
  }

  private List<String> targets() {
    return config.forecaster().targets().stream().limit(CHARTED_TARGETS).toList();
  }

  private SequencedMap<String, String> facts() {
    var facts = new LinkedHashMap<String, String>();
    var options = config.training();
    facts.put("Data", "%s, SHA-256 %s".formatted(config.data().name(), config.data().sha256()));
    facts.put("Model", describe(config.forecaster()));
    facts.put(
        "Learning",
        String.format(
            Locale.ROOT,
            "Adam, learning rate %s, batches of %d, at most %d epochs, patience %d, gradient norm"
                + " at most %s",
            options.learningRate(),
            options.batch(),
            options.epochs(),
            options.patience(),
            options.clipNorm()));
    facts.put("Seed", Long.toString(options.seed()));
    facts.put("Backend", config.machine().fingerprint());
    facts.put(
        "Versions",
        "Recurve %s, Java %s".formatted(config.machine().recurve(), config.machine().java()));
    return facts;
  }

  private static String describe(ForecasterConfig config) {
    var network = config.network();
    var inputs = config.inputs();
    return ("%s, %d units, %d layer%s, dropout %s; looks back %d rows at %s%s%s;"
            + " %d rows ahead, %d in a pass")
        .formatted(
            network.cell(),
            network.hidden(),
            network.layers(),
            network.layers() == 1 ? "" : "s",
            network.dropout(),
            config.span().context(),
            String.join(", ", inputs.columns()),
            inputs.calendar() ? " and the calendar" : "",
            switch (inputs.transform()) {
              case IDENTITY -> "";
              case LOG -> ", as logarithms";
              case LOG1P -> ", as logarithms of 1 + x";
            },
            config.span().horizon(),
            config.span().chunk());
  }
}
