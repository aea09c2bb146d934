package dev.recurve.examples.report;

import java.util.Arrays;
import java.util.List;

/**
 * A grid of values between 0 and 1, drawn as cells that are the fuller in colour the larger their
 * value: for example how much each step of an answer looked at each step of a question.
 */
public final class GridChart implements Chart {
  private final String title;
  private final String description;
  private final List<String> rows;
  private final List<String> columns;
  private final double[][] values;

  private GridChart(
      String title,
      String description,
      List<String> rows,
      List<String> columns,
      double[][] values) {
    this.title = title;
    this.description = description;
    this.rows = List.copyOf(rows);
    this.columns = List.copyOf(columns);
    this.values = Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
  }

  /**
   * A grid.
   *
   * @param description what rows, columns and colour mean, in a sentence or two that stand above it
   * @param rows labels on the left, from top to bottom, at least one
   * @param columns labels above, from left to right, at least one
   * @param values {@code [rows][columns]}, each from 0 to 1
   * @throws IllegalArgumentException if sizes do not fit, or a value is out of range
   */
  public static GridChart of(
      String title,
      String description,
      List<String> rows,
      List<String> columns,
      double[][] values) {
    if (rows.isEmpty() || columns.isEmpty() || values.length != rows.size()) {
      throw new IllegalArgumentException(
          "A grid has at least one row and one column, and values for each row; received %d labels of rows, %d of columns, and %d rows of values"
              .formatted(rows.size(), columns.size(), values.length));
    }
    for (int r = 0; r < values.length; r++) {
      if (values[r].length != columns.size()) {
        throw new IllegalArgumentException(
            "A grid of %d columns has as many values in each row, received %d in row %d"
                .formatted(columns.size(), values[r].length, r));
      }
      for (double value : values[r]) {
        if (!(value >= 0 && value <= 1)) {
          throw new IllegalArgumentException(
              "A grid's values lie between 0 and 1, received %s in row %d".formatted(value, r));
        }
      }
    }
    return new GridChart(title, description, rows, columns, values);
  }

  @Override
  public String title() {
    return title;
  }

  String description() {
    return description;
  }

  List<String> rows() {
    return rows;
  }

  List<String> columns() {
    return columns;
  }

  double value(int row, int column) {
    return values[row][column];
  }

  /** Tells in words what it shows, for readers who cannot see it: each row's largest value. */
  String summary() {
    var text = new StringBuilder(description);
    for (int r = 0; r < rows.size(); r++) {
      int best = 0;
      for (int c = 1; c < columns.size(); c++) {
        best = values[r][c] > values[r][best] ? c : best;
      }
      text.append(
          " Row %d (%s): most at column %d (%s), %s."
              .formatted(
                  r + 1,
                  rows.get(r),
                  best + 1,
                  columns.get(best),
                  NumberLabel.of(values[r][best])));
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return "grid \"" + title + "\"";
  }
}
