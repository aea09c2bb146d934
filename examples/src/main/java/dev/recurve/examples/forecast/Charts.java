package dev.recurve.examples.forecast;

import dev.recurve.examples.report.LineChart;
import dev.recurve.timeseries.BacktestResult;
import dev.recurve.timeseries.SplitSeries;
import dev.recurve.timeseries.TimeSeries;
import dev.recurve.train.EpochRecord;
import dev.recurve.train.History;
import java.util.Locale;

/** The charts of a forecaster's report. */
public final class Charts {
  private Charts() {}

  /** A column with the marks where validation and test part begin. */
  public static LineChart data(SplitSeries parts, String column) {
    var series = parts.series();
    var timeline = new Timeline(series);
    var chart =
        LineChart.titled("Data: " + column)
            .describedAs("The whole series, with the training, validation and test part.")
            .axes(timeline.label(), column);
    timeline.column(chart, column, column, 0, series.rows());
    if (parts.validation().rows() > 0) {
      timeline.rule(chart, "validation", parts.validation().from());
    }
    if (parts.test().rows() > 0) {
      timeline.rule(chart, "test", parts.test().from());
    }
    return chart.build();
  }

  /** The losses of each epoch. */
  public static LineChart losses(History history) {
    var epochs = history.epochs();
    var chart =
        LineChart.titled("Loss")
            .describedAs("Mean squared error of scaled values after each epoch.")
            .axes("epoch", "loss")
            .logarithmic()
            .line("training", epochs.stream().mapToDouble(EpochRecord::trainLoss).toArray());
    double[] valid =
        epochs.stream().mapToDouble(epoch -> epoch.validLoss().orElse(Double.NaN)).toArray();
    chart.dashed("validation", valid);
    history
        .best()
        .ifPresent(
            best -> chart.rule(String.format(Locale.ROOT, "best: %d", best.epoch()), best.epoch()));
    return chart.build();
  }

  /**
   * One target's forecasts by every method from one origin, against what came true.
   *
   * @param series the whole series
   * @param origin which of the backtest's origins
   */
  public static LineChart forecast(
      BacktestResult result, TimeSeries series, String target, int origin) {
    var timeline = new Timeline(series);
    int from = result.origins().get(origin).row();
    int to = from + result.horizon();
    int back = Math.max(0, from - Math.max(result.horizon(), 2 * result.season()));
    var chart =
        LineChart.titled(
                "Forecast from %s: %s".formatted(result.origins().get(origin).label(), target))
            .describedAs("The model and the baselines against what came true.")
            .axes(timeline.label(), target);
    timeline.column(chart, "truth", target, back, to);
    int column = result.targets().indexOf(target);
    for (var method : result.methods()) {
      double[] values = method.forecasts().get(origin).target(column);
      if (method.baseline()) {
        timeline.dashed(chart, method.name(), from, values);
      } else {
        timeline.line(chart, method.name(), from, values);
      }
    }
    timeline.rule(chart, "origin", from);
    return chart.build();
  }
}
