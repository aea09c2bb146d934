package dev.recurve.timeseries;

import dev.recurve.metrics.ForecastMetric;
import dev.recurve.metrics.ForecastMetrics;
import dev.recurve.metrics.ForecastScores;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a backtest found: the same origins forecast by every method, side by side.
 *
 * @param series the name of the series
 * @param targets the columns that were forecast
 * @param horizon H, rows in each forecast
 * @param stride rows from one origin to the next
 * @param season m of MASE and RMSSE, in rows
 * @param units in which errors are counted, for people: {@code original units} or {@code scaled
 *     units}
 * @param origins where forecasts began, with what came true
 * @param methods each method with its scores and forecasts, in the order given
 */
public record BacktestResult(
    String series,
    List<String> targets,
    int horizon,
    int stride,
    int season,
    String units,
    List<Origin> origins,
    List<MethodResult> methods) {

  /** Copies the lists. */
  public BacktestResult {
    targets = List.copyOf(targets);
    origins = List.copyOf(origins);
    methods = List.copyOf(methods);
  }

  /**
   * Where a forecast began.
   *
   * @param row the first row that was forecast
   * @param label its time or step number
   * @param truth what came true, in original units
   */
  public record Origin(int row, String label, Trajectory truth) {}

  /**
   * How one method did.
   *
   * @param name the method
   * @param baseline whether it is a baseline
   * @param scores its scores, pooled over all origins, steps and targets
   * @param perTarget its scores for each target, pooled over origins and steps
   * @param forecasts its forecast at each origin, in original units
   */
  public record MethodResult(
      String name,
      boolean baseline,
      ForecastScores scores,
      Map<String, ForecastScores> perTarget,
      List<Trajectory> forecasts) {
    /** Copies the collections; the map keeps its order. */
    public MethodResult {
      perTarget = Collections.unmodifiableMap(new LinkedHashMap<>(perTarget));
      forecasts = List.copyOf(forecasts);
    }
  }

  /**
   * Finds a method.
   *
   * @param name its name
   * @return its result
   * @throws IllegalArgumentException if it did not take part
   */
  public MethodResult method(String name) {
    return methods.stream()
        .filter(method -> method.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no method '%s' in this backtest; it compared %s"
                        .formatted(name, methods.stream().map(MethodResult::name).toList())));
  }

  /**
   * Finds the baseline with the smallest error.
   *
   * @param metric an error, the smaller the better
   * @return its value; empty if no baseline took part or the metric is undefined
   */
  public OptionalDouble bestBaseline(ForecastMetric metric) {
    return methods.stream()
        .filter(MethodResult::baseline)
        .flatMapToDouble(method -> metric.of(method.scores()).stream())
        .min();
  }

  /**
   * Returns how much of the best baseline's error a method does away with, 1 - score / best.
   *
   * @param method the name of the method
   * @param metric an error, the smaller the better
   * @return the skill; empty if there is no baseline, it makes no error, or the metric is undefined
   */
  public OptionalDouble skill(String method, ForecastMetric metric) {
    OptionalDouble score = metric.of(method(method).scores());
    OptionalDouble best = bestBaseline(metric);
    return score.isPresent() && best.isPresent()
        ? ForecastMetrics.skill(score.getAsDouble(), best.getAsDouble())
        : OptionalDouble.empty();
  }

  /** Returns the defined scores of each method by name, ready to be written as a JSON object. */
  public Map<String, Map<String, Double>> scores() {
    Map<String, Map<String, Double>> scores = new LinkedHashMap<>();
    methods.forEach(method -> scores.put(method.name(), method.scores().toMap()));
    return scores;
  }

  /** Returns the table of all methods: MAE, RMSE, MASE, sMAPE, and skill by RMSE. */
  public ScoreTable table() {
    return ScoreTable.of(
        this,
        List.of(
            ForecastMetric.MAE, ForecastMetric.RMSE, ForecastMetric.MASE, ForecastMetric.SMAPE));
  }

  /** Returns one line that says what was measured, as every table of scores should. */
  public String protocol() {
    String from =
        origins.size() == 1
            ? "one origin, %s".formatted(origins.getFirst().label())
            : "%d origins from %s, stride %d"
                .formatted(origins.size(), origins.getFirst().label(), stride);
    return "%s, %s: %s, horizon %d, errors pooled in %s, season %d"
        .formatted(series, String.join(", ", targets), from, horizon, units, season);
  }
}
