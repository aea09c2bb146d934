package dev.recurve.train;

import dev.recurve.io.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Epochs as lines of text. */
final class HistoryFormat {
  private static final List<String> COLUMNS =
      List.of("epoch", "train_loss", "valid_loss", "learning_rate", "gradient_norm", "seconds");

  private HistoryFormat() {}

  /** A header and a line an epoch; the metrics' columns are those of all epochs. */
  static String csv(List<EpochRecord> epochs) {
    var columns = columns(epochs);
    var lines = new StringBuilder(line(columns.stream().map(HistoryFormat::quoted).toList()));
    for (var epoch : epochs) {
      var values = values(epoch);
      lines.append(
          line(
              columns.stream()
                  .map(column -> values.containsKey(column) ? values.get(column).toString() : "")
                  .toList()));
    }
    return lines.toString();
  }

  private static Set<String> columns(List<EpochRecord> epochs) {
    var columns = new LinkedHashSet<>(COLUMNS);
    epochs.forEach(epoch -> columns.addAll(values(epoch).keySet()));
    return columns;
  }

  private static String line(List<String> fields) {
    return String.join(",", fields) + "\n";
  }

  private static String quoted(String name) {
    return name.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
        ? '"' + name.replace("\"", "\"\"") + '"'
        : name;
  }

  /** An object a line. */
  static String jsonl(List<EpochRecord> epochs) {
    return epochs.stream().map(HistoryFormat::json).collect(Collectors.joining());
  }

  private static String json(EpochRecord epoch) {
    var members =
        values(epoch).entrySet().stream()
            .map(e -> string(e.getKey()) + ":" + number(e.getValue()))
            .toList();
    return "{" + String.join(",", members) + "}\n";
  }

  private static String number(Number value) {
    return Double.isFinite(value.doubleValue()) ? value.toString() : string(value.toString());
  }

  private static String string(String text) {
    return new String(Json.write(text), StandardCharsets.UTF_8).strip();
  }

  /** By column, in order; a metric that bears a column's name is told apart by {@code valid_}. */
  private static Map<String, Number> values(EpochRecord epoch) {
    var values = new LinkedHashMap<String, Number>();
    values.put("epoch", epoch.epoch());
    values.put("train_loss", epoch.trainLoss());
    epoch.validLoss().ifPresent(loss -> values.put("valid_loss", loss));
    values.put("learning_rate", epoch.learningRate());
    values.put("gradient_norm", epoch.gradientNorm());
    values.put("seconds", epoch.seconds());
    epoch
        .metrics()
        .forEach(
            (name, value) -> values.put(COLUMNS.contains(name) ? "valid_" + name : name, value));
    return values;
  }
}
