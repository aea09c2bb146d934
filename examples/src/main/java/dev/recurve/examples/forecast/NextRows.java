package dev.recurve.examples.forecast;

import dev.recurve.timeseries.TimeSeries;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rows that follow a series.
 *
 * @param timeName what the column of times is called
 * @param targets the columns that are forecast
 * @param history the series
 * @param forecast {@code [rows][targets]}
 */
record NextRows(String timeName, List<String> targets, TimeSeries history, double[][] forecast) {

  /** A header and one line for each row. */
  String csv() {
    var text = new StringBuilder(line(Stream.concat(Stream.of(timeName), targets.stream())));
    for (int h = 0; h < forecast.length; h++) {
      var cells = new ArrayList<String>(List.of(history.label(history.rows() + h)));
      for (double value : forecast[h]) {
        cells.add(Double.toString(value));
      }
      text.append(line(cells.stream()));
    }
    return text.toString();
  }

  private static String line(Stream<String> cells) {
    return cells.map(NextRows::quoted).collect(Collectors.joining(",")) + "\n";
  }

  /** As RFC 4180 has it. */
  private static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }

  /** One object for each row. */
  List<Map<String, Object>> json() {
    var rows = new ArrayList<Map<String, Object>>();
    for (int h = 0; h < forecast.length; h++) {
      var row = new LinkedHashMap<String, Object>();
      row.put(timeName, history.label(history.rows() + h));
      for (int i = 0; i < targets.size(); i++) {
        row.put(targets.get(i), forecast[h][i]);
      }
      rows.add(row);
    }
    return rows;
  }
}
