package dev.recurve.examples.report;

import dev.recurve.examples.report.Column.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table for a page ({@link HtmlReport}) and for a terminal ({@link ConsoleTable}). Numbers are
 * aligned, and the best value of a column is marked where the column says what is best.
 *
 * <p>A table is immutable; each method returns a table with one thing more. Columns come before
 * rows.
 *
 * @param caption what the table shows
 * @param columns its columns, from left to right
 * @param rows one cell for each column, from top to bottom
 * @param note a remark beneath it, or an empty text
 */
public record Table(String caption, List<Column> columns, List<List<Cell>> rows, String note) {

  /**
   * Checks that the cells fit their columns.
   *
   * @throws IllegalArgumentException if a row has too few or too many cells, or a cell is of the
   *     wrong kind
   */
  public Table {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (int i = 0; i < rows.size(); i++) {
      check(caption, columns, rows.get(i), i);
    }
  }

  /** A table without columns or rows. */
  public static Table captioned(String caption) {
    return new Table(caption, List.of(), List.of(), "");
  }

  /** Adds a column of text. */
  public Table text(String name) {
    return column(new Column(name, Kind.TEXT, 0));
  }

  /** Adds a column of numbers, none of them better than another. */
  public Table number(String name, int decimals) {
    return column(new Column(name, Kind.NUMBER, decimals));
  }

  /** Adds a column of numbers of which the lowest is the best. */
  public Table lowest(String name, int decimals) {
    return column(new Column(name, Kind.LOWEST, decimals));
  }

  /** Adds a column of numbers of which the highest is the best. */
  public Table highest(String name, int decimals) {
    return column(new Column(name, Kind.HIGHEST, decimals));
  }

  /** Adds a row of one text and then numbers; NaN is a number that is not defined. */
  public Table row(String head, double... numbers) {
    return row(
        Stream.concat(Stream.of(Cell.of(head)), Arrays.stream(numbers).mapToObj(Cell::of))
            .toList());
  }

  /** Adds a row of any cells. */
  public Table row(List<Cell> cells) {
    return new Table(caption, columns, joined(rows, List.copyOf(cells)), note);
  }

  /** Sets the remark beneath the table. */
  public Table note(String note) {
    return new Table(caption, columns, rows, note);
  }

  /**
   * Whether a cell holds the best number of its column, as far as its decimals show. Where all rows
   * show the same there is no best.
   */
  boolean isBest(int row, int column) {
    var c = columns.get(column);
    if (c.isText() || c.kind() == Kind.NUMBER) {
      return false;
    }
    var best =
        rows.stream()
            .map(r -> ((Cell.Number) r.get(column)).value())
            .filter(v -> !v.isNaN())
            .reduce(c.kind() == Kind.LOWEST ? Math::min : Math::max);
    if (best.isEmpty()) {
      return false;
    }
    var shown = c.show(Cell.of(best.get()));
    return shown.equals(show(row, column))
        && rows.stream().anyMatch(r -> !c.show(r.get(column)).equals(shown));
  }

  boolean hasBest() {
    for (int row = 0; row < rows.size(); row++) {
      for (int column = 0; column < columns.size(); column++) {
        if (isBest(row, column)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Says which numbers are best: "lowest MAE, RMSE; highest skill". */
  String meaningOfBest() {
    return Stream.of(Kind.LOWEST, Kind.HIGHEST)
        .filter(kind -> columns.stream().anyMatch(c -> c.kind() == kind))
        .map(kind -> (kind == Kind.LOWEST ? "lowest " : "highest ") + names(kind))
        .collect(Collectors.joining("; "));
  }

  String show(int row, int column) {
    return columns.get(column).show(rows.get(row).get(column));
  }

  private String names(Kind kind) {
    return columns.stream()
        .filter(c -> c.kind() == kind)
        .map(Column::name)
        .collect(Collectors.joining(", "));
  }

  private Table column(Column column) {
    return new Table(caption, joined(columns, column), rows, note);
  }

  private static <T> List<T> joined(List<T> list, T last) {
    var joined = new ArrayList<>(list);
    joined.add(last);
    return joined;
  }

  private static void check(String caption, List<Column> columns, List<Cell> row, int number) {
    if (row.size() != columns.size()) {
      throw new IllegalArgumentException(
          "table \"%s\" has %d columns, but row %d has %d cells"
              .formatted(caption, columns.size(), number + 1, row.size()));
    }
    for (int i = 0; i < row.size(); i++) {
      if (!columns.get(i).accepts(row.get(i))) {
        throw new IllegalArgumentException(
            "table \"%s\", row %d: column \"%s\" holds %s, received %s"
                .formatted(
                    caption,
                    number + 1,
                    columns.get(i).name(),
                    columns.get(i).isText() ? "text" : "numbers",
                    row.get(i)));
      }
    }
  }
}
