package dev.recurve.examples.report;

import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes a {@link Table} as aligned text for a terminal. */
public final class ConsoleTable {
  private static final String GAP = "  ";
  private static final String MARK = "*";

  private final Table table;
  private final boolean marked;
  private final int[] widths;

  private ConsoleTable(Table table) {
    this.table = table;
    this.marked = table.hasBest();
    this.widths = IntStream.range(0, table.columns().size()).map(this::width).toArray();
  }

  /**
   * Renders a table: its caption, a header, a rule, the rows with a star behind the best number of
   * a column, and its remarks.
   *
   * @return lines that each end with a line feed, without trailing blanks
   */
  public static String render(Table table) {
    return new ConsoleTable(table).render();
  }

  private String render() {
    var text = new StringBuilder();
    line(text, table.caption());
    line(text, joined(i -> padded(i, table.columns().get(i).name(), false)));
    line(text, joined(i -> "-".repeat(widths[i])));
    for (int row = 0; row < table.rows().size(); row++) {
      int r = row;
      line(text, joined(i -> padded(i, table.show(r, i), table.isBest(r, i))));
    }
    if (marked) {
      line(text, MARK + " best of its column: " + table.meaningOfBest());
    }
    line(text, table.note());
    return text.toString();
  }

  private String joined(IntFunction<String> cell) {
    return IntStream.range(0, widths.length).mapToObj(cell).collect(Collectors.joining(GAP));
  }

  /** Numbers end where those above them end: every number column keeps a place for the star. */
  private String padded(int column, String shown, boolean best) {
    var blanks = " ".repeat(widths[column] - length(shown) - markWidth(column));
    return table.columns().get(column).isText()
        ? shown + blanks
        : blanks + shown + (best ? MARK : " ".repeat(markWidth(column)));
  }

  private int width(int column) {
    int cells =
        IntStream.range(0, table.rows().size())
            .map(row -> length(table.show(row, column)))
            .max()
            .orElse(0);
    return Math.max(cells, length(table.columns().get(column).name())) + markWidth(column);
  }

  private int markWidth(int column) {
    return marked && !table.columns().get(column).isText() ? MARK.length() : 0;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static void line(StringBuilder text, String line) {
    if (!line.isBlank()) {
      text.append(line.stripTrailing()).append('\n');
    }
  }
}
