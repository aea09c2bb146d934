package dev.recurve.examples.report;

import dev.recurve.examples.report.Series.Rule;
import java.util.Arrays;
import java.util.StringJoiner;
import java.util.stream.DoubleStream;

/** Tells in words what a chart shows, for readers who cannot see it. */
final class ChartSummary {
  private ChartSummary() {}

  static String of(LineChart chart) {
    var text = new StringJoiner(" ");
    if (!chart.description().isEmpty()) {
      text.add(chart.description());
    }
    text.add(
        "Line chart of %s over %s."
            .formatted(name(chart.yLabel(), "y"), name(chart.xLabel(), "x")));
    for (var series : chart.series()) {
      var x = finite(Arrays.stream(series.x()));
      var y = finite(series.values().stream().flatMapToDouble(Arrays::stream));
      if (x.length > 0 && y.length > 0) {
        text.add(
            "%s: %s to %s, values from %s to %s."
                .formatted(
                    series.name(),
                    x(chart, x[0]),
                    x(chart, x[x.length - 1]),
                    NumberLabel.of(y[0]),
                    NumberLabel.of(y[y.length - 1])));
      }
    }
    for (Rule rule : chart.rules()) {
      text.add("Marked at %s: %s.".formatted(x(chart, rule.x()), rule.label()));
    }
    return text.toString();
  }

  private static double[] finite(DoubleStream values) {
    return values.filter(Double::isFinite).sorted().toArray();
  }

  private static String x(LineChart chart, double value) {
    return chart.overTime() ? TimeTicks.spoken(value) : NumberLabel.of(value);
  }

  private static String name(String label, String otherwise) {
    return label.isEmpty() ? otherwise : label;
  }
}
