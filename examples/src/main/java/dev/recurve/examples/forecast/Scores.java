package dev.recurve.examples.forecast;

import dev.recurve.examples.report.Cell;
import dev.recurve.examples.report.Table;
import dev.recurve.metrics.ForecastMetric;
import dev.recurve.timeseries.BacktestResult;
import dev.recurve.timeseries.BacktestResult.MethodResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/** The scores of a model beside those of the baselines, for people and for programs. */
public final class Scores {
  private static final List<ForecastMetric> METRICS =
      List.of(ForecastMetric.MAE, ForecastMetric.RMSE, ForecastMetric.MASE, ForecastMetric.SMAPE);

  private static final int SIGNIFICANT = 4;

  private Scores() {}

  /** One row for each method: MAE, RMSE, MASE, sMAPE and skill. */
  public static Table table(BacktestResult result) {
    var table = Table.captioned(result.protocol()).text("method");
    for (var metric : METRICS) {
      table = table.lowest(metric.label(), decimals(result, metric));
    }
    table = table.highest("skill %", 1);
    for (var method : result.methods()) {
      table = table.row(row(result, method));
    }
    return table.note("skill: how much of the best baseline's RMSE a method does away with");
  }

  private static List<Cell> row(BacktestResult result, MethodResult method) {
    var cells = new ArrayList<Cell>(List.of(Cell.of(method.name())));
    METRICS.forEach(metric -> cells.add(Cell.of(metric.of(method.scores()).orElse(Double.NaN))));
    cells.add(Cell.of(100 * skill(result, method).orElse(Double.NaN)));
    return cells;
  }

  private static OptionalDouble skill(BacktestResult result, MethodResult method) {
    return result.skill(method.name(), ForecastMetric.RMSE);
  }

  /** As many as the largest value needs for four significant digits. */
  private static int decimals(BacktestResult result, ForecastMetric metric) {
    double largest =
        result.methods().stream()
            .flatMapToDouble(method -> metric.of(method.scores()).stream())
            .max()
            .orElse(1);
    int whole = largest > 0 ? (int) Math.floor(Math.log10(largest)) + 1 : 1;
    return Math.clamp(SIGNIFICANT - whole, 0, 9);
  }

  /** What the scores say: how the model stands to the best baseline. */
  public static String verdict(BacktestResult result) {
    var model = result.methods().getFirst();
    var best =
        result.methods().stream()
            .filter(MethodResult::baseline)
            .min(Comparator.comparingDouble(method -> method.scores().rmse()))
            .orElseThrow();
    double skill = skill(result, model).orElse(0);
    return String.format(
        Locale.ROOT,
        "RMSE %.4g, %.1f %% %s than the best baseline (%s, %.4g)",
        model.scores().rmse(),
        100 * Math.abs(skill),
        skill >= 0 ? "lower" : "higher",
        best.name(),
        best.scores().rmse());
  }

  /** The scores of each method, by name, as a JSON object. */
  public static SequencedMap<String, SequencedMap<String, Double>> json(BacktestResult result) {
    var all = new LinkedHashMap<String, SequencedMap<String, Double>>();
    for (var method : result.methods()) {
      var scores = new LinkedHashMap<String, Double>();
      METRICS.forEach(
          metric -> metric.of(method.scores()).ifPresent(value -> scores.put(metric.key(), value)));
      all.put(method.name(), scores);
    }
    return all;
  }
}
