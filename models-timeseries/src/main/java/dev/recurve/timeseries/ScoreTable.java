package dev.recurve.timeseries;

import dev.recurve.metrics.ForecastMetric;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Scores laid out for people: one row for each method, one column for each metric, and last the
 * skill by RMSE over the best baseline. A score that is not defined is a dash.
 *
 * @param caption what was measured
 * @param header the names of the columns
 * @param rows the cells of each row
 */
public record ScoreTable(String caption, List<String> header, List<List<String>> rows) {
  private static final String UNDEFINED = "-";

  /** Copies the lists. */
  public ScoreTable {
    header = List.copyOf(header);
    rows = rows.stream().map(List::copyOf).toList();
  }

  /**
   * Lays out a result.
   *
   * @param result the backtest
   * @param metrics the metrics to show, in order
   * @return the table
   */
  public static ScoreTable of(BacktestResult result, List<ForecastMetric> metrics) {
    List<String> header = new ArrayList<>(List.of("method"));
    metrics.forEach(metric -> header.add(metric.label()));
    header.add("skill");
    List<List<String>> rows = new ArrayList<>();
    for (BacktestResult.MethodResult method : result.methods()) {
      List<String> row = new ArrayList<>(List.of(method.name()));
      metrics.forEach(metric -> row.add(number(metric.of(method.scores()))));
      row.add(percent(result.skill(method.name(), ForecastMetric.RMSE)));
      rows.add(row);
    }
    return new ScoreTable(result.protocol(), header, rows);
  }

  /** Four significant digits or so: 121.1, 8.321, 0.0342. */
  private static String number(OptionalDouble value) {
    if (value.isEmpty()) {
      return UNDEFINED;
    }
    double size = Math.abs(value.getAsDouble());
    int decimals = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4;
    return String.format(Locale.ROOT, "%." + decimals + "f", value.getAsDouble());
  }

  private static String percent(OptionalDouble skill) {
    return skill.isEmpty()
        ? UNDEFINED
        : String.format(Locale.ROOT, "%+.1f %%", 100 * skill.getAsDouble());
  }

  /** Returns the caption and the table as lines of text with aligned columns. */
  @Override
  public String toString() {
    int[] widths = new int[header.size()];
    for (int c = 0; c < widths.length; c++) {
      widths[c] = header.get(c).length();
      for (List<String> row : rows) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    return caption
        + "\n"
        + line(header, widths)
        + rows.stream().map(row -> line(row, widths)).collect(Collectors.joining());
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < widths.length; c++) {
      String blanks = " ".repeat(widths[c] - cells.get(c).length());
      line.append(c == 0 ? cells.get(c) + blanks : "  " + blanks + cells.get(c));
    }
    return line.append('\n').toString();
  }
}
