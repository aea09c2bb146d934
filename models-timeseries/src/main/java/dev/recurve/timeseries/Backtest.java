package dev.recurve.timeseries;

import dev.recurve.DataException;
import dev.recurve.ShapeException;
import dev.recurve.metrics.ForecastErrors;
import dev.recurve.metrics.ForecastScores;
import dev.recurve.metrics.NaiveScale;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rolling-origin evaluation: at one origin after another in the test part, every method forecasts
 * the next H rows from the rows before the origin, and all errors are pooled. Nothing is refitted.
 *
 * <pre>{@code
 * Backtest.over(parts).stride(24).run(List.of(model, repeat, seasonalNaive)).table();
 * }</pre>
 *
 * <p>The scales of MASE and RMSSE come from the training part. Immutable; each option returns a new
 * backtest.
 */
public final class Backtest {
  private final SplitSeries parts;
  private final int from;
  private final int stride;
  private final int most;
  private final int season;
  private final Optional<Scaler> scaler;

  private Backtest(
      SplitSeries parts, int from, int stride, int most, int season, Optional<Scaler> scaler) {
    this.parts = parts;
    this.from = from;
    this.stride = stride;
    this.most = most;
    this.season = season;
    this.scaler = scaler;
  }

  /**
   * Starts with the defaults: an origin at every row of the test part, errors in original units,
   * the season of the series' frequency.
   *
   * @param parts the split series
   * @return the backtest
   */
  public static Backtest over(SplitSeries parts) {
    return new Backtest(
        parts,
        parts.test().from(),
        1,
        Integer.MAX_VALUE,
        parts.series().frequency().season(),
        Optional.empty());
  }

  /**
   * Begins at a later row.
   *
   * @param row the first row to forecast, within the test part
   * @return the backtest from there
   * @throws DataException if the row lies before the test part, or not before its end
   */
  public Backtest from(int row) {
    EvaluationPart test = parts.test();
    if (row < test.from() || row >= test.to()) {
      throw new DataException(
          "series '%s': a backtest from row %d does not begin in the test part, rows %d to %d"
              .formatted(parts.series().name(), row, test.from(), test.to() - 1));
    }
    return new Backtest(parts, row, stride, most, season, scaler);
  }

  /**
   * Begins at a later time.
   *
   * @param time the first time to forecast, within the test part
   * @return the backtest from the first row at or after it
   * @throws DataException if the time lies outside the test part, or the series has no times
   */
  public Backtest from(LocalDateTime time) {
    return from(parts.series().rowAt(time));
  }

  /**
   * Moves origins further apart.
   *
   * @param rows the distance from one origin to the next, at least 1
   * @return the backtest with that stride
   * @throws IllegalArgumentException if the distance is not positive
   */
  public Backtest stride(int rows) {
    Histories.requirePositive("stride", rows);
    return new Backtest(parts, from, rows, most, season, scaler);
  }

  /**
   * Forecasts once only, from the first origin.
   *
   * @return the backtest of that origin
   */
  public Backtest once() {
    return new Backtest(parts, from, stride, 1, season, scaler);
  }

  /**
   * Changes the season of MASE and RMSSE.
   *
   * @param rows the season length m in rows, at least 1
   * @return the backtest with that season
   * @throws IllegalArgumentException if the length is not positive
   */
  public Backtest season(int rows) {
    Histories.requirePositive("season", rows);
    return new Backtest(parts, from, stride, most, rows, scaler);
  }

  /**
   * Counts errors after scaling, as most papers do, so that columns of different size weigh the
   * same.
   *
   * @param fitted a scaler that knows the targets
   * @return the backtest with errors in scaled units
   */
  public Backtest scaledBy(Scaler fitted) {
    return new Backtest(parts, from, stride, most, season, Optional.of(fitted));
  }

  /**
   * Lets every method forecast from every origin.
   *
   * @param methods what to compare: same targets, same horizon, different names
   * @return forecasts and scores
   * @throws IllegalArgumentException if there is no method, or they differ in targets or horizon,
   *     or two have the same name
   * @throws DataException if the test part is shorter than the horizon, the first origin has too
   *     few rows before it, a forecast is not finite, or no truth was observed
   * @throws ShapeException if a method returns something else than it promises
   */
  public BacktestResult run(List<? extends Forecasting> methods) {
    requireComparable(methods);
    List<String> targets = methods.getFirst().targets();
    int horizon = methods.getFirst().horizon();
    TimeSeries series = parts.test().series();
    List<Integer> rows = origins(methods, horizon);
    List<BacktestResult.Origin> origins =
        rows.stream().map(row -> origin(series, targets, row, horizon)).toList();
    List<TimeSeries> histories = rows.stream().map(row -> series.slice(0, row)).toList();
    List<NaiveScale> scales = targets.stream().map(this::scale).toList();

    List<BacktestResult.MethodResult> results = new ArrayList<>();
    for (Forecasting method : methods) {
      List<double[][]> forecasts = method.forecastAll(histories);
      requireShape(method, forecasts, histories.size());
      results.add(score(method, origins, forecasts.stream().map(Trajectory::new).toList(), scales));
    }
    String units = scaler.isPresent() ? "scaled units" : "original units";
    return new BacktestResult(
        series.name(), targets, horizon, stride, season, units, origins, results);
  }

  private static void requireComparable(List<? extends Forecasting> methods) {
    if (methods.isEmpty()) {
      throw new IllegalArgumentException("a backtest needs at least one method");
    }
    Forecasting first = methods.getFirst();
    for (Forecasting method : methods) {
      if (!method.targets().equals(first.targets()) || method.horizon() != first.horizon()) {
        throw new IllegalArgumentException(
            "methods must forecast the same: '%s' forecasts %s over %d rows, '%s' %s over %d"
                .formatted(
                    first.name(),
                    first.targets(),
                    first.horizon(),
                    method.name(),
                    method.targets(),
                    method.horizon()));
      }
    }
    if (methods.stream().map(Forecasting::name).distinct().count() < methods.size()) {
      throw new IllegalArgumentException(
          "two methods share a name: " + methods.stream().map(Forecasting::name).toList());
    }
  }

  private List<Integer> origins(List<? extends Forecasting> methods, int horizon) {
    int end = parts.test().to();
    if (from + horizon > end) {
      throw new DataException(
          "series '%s': the test part has %d rows from %s on, fewer than the horizon of %d"
              .formatted(parts.series().name(), end - from, parts.series().label(from), horizon));
    }
    for (Forecasting method : methods) {
      if (method.contextLength() > from) {
        throw new DataException(
            "series '%s': '%s' looks back %d rows, but only %d lie before the first origin, %s"
                .formatted(
                    parts.series().name(),
                    method.name(),
                    method.contextLength(),
                    from,
                    parts.series().label(from)));
      }
    }
    List<Integer> rows = new ArrayList<>();
    for (long row = from; row + horizon <= end && rows.size() < most; row += stride) {
      rows.add((int) row);
    }
    return rows;
  }

  private static BacktestResult.Origin origin(
      TimeSeries series, List<String> targets, int row, int horizon) {
    double[][] truth = new double[horizon][targets.size()];
    for (int i = 0; i < targets.size(); i++) {
      int column = series.position(targets.get(i));
      for (int h = 0; h < horizon; h++) {
        truth[h][i] = series.value(row + h, column);
      }
    }
    return new BacktestResult.Origin(row, series.label(row), new Trajectory(truth));
  }

  private NaiveScale scale(String target) {
    return NaiveScale.of(measured(target, parts.train().series().column(target)), season);
  }

  private BacktestResult.MethodResult score(
      Forecasting method,
      List<BacktestResult.Origin> origins,
      List<Trajectory> forecasts,
      List<NaiveScale> scales) {
    List<String> targets = method.targets();
    List<ForecastErrors> errors = new ArrayList<>();
    Map<String, ForecastScores> perTarget = new LinkedHashMap<>();
    for (int i = 0; i < targets.size(); i++) {
      ForecastErrors pooled = ForecastErrors.NONE;
      for (int k = 0; k < origins.size(); k++) {
        double[] truth = measured(targets.get(i), origins.get(k).truth().target(i));
        double[] forecast = measured(targets.get(i), forecasts.get(k).target(i));
        requireFinite(method, origins.get(k), forecast);
        pooled = pooled.plus(ForecastErrors.of(truth, forecast));
      }
      errors.add(pooled);
      if (pooled.count() > 0) {
        perTarget.put(targets.get(i), ForecastScores.of(pooled, scales.get(i)));
      }
    }
    return new BacktestResult.MethodResult(
        method.name(),
        method instanceof Baseline,
        ForecastScores.of(errors, scales),
        perTarget,
        forecasts);
  }

  private static void requireShape(Forecasting method, List<double[][]> forecasts, int origins) {
    int steps = method.horizon();
    int targets = method.targets().size();
    for (double[][] forecast : forecasts) {
      if (forecast.length != steps
          || Arrays.stream(forecast).anyMatch(row -> row.length != targets)) {
        throw new ShapeException(
            "'%s' promises forecasts of [%d, %d] (horizon, targets) but returned [%d, %d]"
                .formatted(
                    method.name(),
                    steps,
                    targets,
                    forecast.length,
                    forecast.length == 0 ? 0 : forecast[0].length));
      }
    }
    if (forecasts.size() != origins) {
      throw new ShapeException(
          "'%s' returned %d forecasts for %d histories"
              .formatted(method.name(), forecasts.size(), origins));
    }
  }

  private static void requireFinite(
      Forecasting method, BacktestResult.Origin origin, double[] forecast) {
    for (int h = 0; h < forecast.length; h++) {
      if (!Double.isFinite(forecast[h])) {
        throw new DataException(
            "'%s' forecast %s for step %d from %s; a forecast must be finite"
                .formatted(method.name(), forecast[h], h + 1, origin.label()));
      }
    }
  }

  /** Takes values to the units that errors are counted in. */
  private double[] measured(String target, double[] values) {
    return scaler
        .map(fit -> Arrays.stream(values).map(value -> fit.transform(target, value)).toArray())
        .orElse(values);
  }
}
