package dev.recurve.examples.forecast;

import dev.recurve.examples.report.LineChart;
import dev.recurve.timeseries.TimeSeries;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The rows of a series as the x axis of a chart: their times, or their numbers.
 *
 * @param series the series
 */
record Timeline(TimeSeries series) {
  private boolean hasTime() {
    return series.frequency().hasTime();
  }

  /** Draws the rows of a column as a solid line. */
  void column(LineChart.Builder chart, String name, String column, int from, int to) {
    line(chart, name, from, Arrays.copyOfRange(series.column(column), from, to));
  }

  /** Draws values from a row on as a solid line. */
  void line(LineChart.Builder chart, String name, int from, double[] values) {
    if (hasTime()) {
      chart.line(
          name,
          rows(from, values).mapToObj(row -> series.time(row).orElseThrow()).toList(),
          values);
    } else {
      chart.line(name, rows(from, values).asDoubleStream().toArray(), values);
    }
  }

  /** Draws values from a row on as a dashed line. */
  void dashed(LineChart.Builder chart, String name, int from, double[] values) {
    if (hasTime()) {
      chart.dashed(
          name,
          rows(from, values).mapToObj(row -> series.time(row).orElseThrow()).toList(),
          values);
    } else {
      chart.dashed(name, rows(from, values).asDoubleStream().toArray(), values);
    }
  }

  /** Marks a row. */
  void rule(LineChart.Builder chart, String label, int row) {
    if (hasTime()) {
      chart.rule(label, series.time(row).orElseThrow());
    } else {
      chart.rule(label, row);
    }
  }

  /** What the x axis is called. */
  String label() {
    return hasTime() ? "" : "row";
  }

  private static IntStream rows(int from, double[] values) {
    return IntStream.range(from, from + values.length);
  }
}
