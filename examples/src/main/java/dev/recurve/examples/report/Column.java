package dev.recurve.examples.report;

import java.util.Locale;

/**
 * A column of a {@link Table}.
 *
 * @param name its header
 * @param kind what its cells hold, and which of them is the best
 * @param decimals digits after the decimal point of its numbers
 */
public record Column(String name, Kind kind, int decimals) {
  /** From here on a number has more digits than anyone reads. */
  private static final double HUGE = 1e10;

  /** What the cells of a column hold. */
  public enum Kind {
    /** Text. */
    TEXT,
    /** Numbers, none of them better than another. */
    NUMBER,
    /** Numbers of which the lowest is the best, as an error. */
    LOWEST,
    /** Numbers of which the highest is the best, as a skill. */
    HIGHEST
  }

  /**
   * Checks the number of decimals.
   *
   * @throws IllegalArgumentException if there are fewer than 0 or more than 12
   */
  public Column {
    if (decimals < 0 || decimals > 12) {
      throw new IllegalArgumentException(
          "column \"%s\" takes 0 to 12 decimals, received %d".formatted(name, decimals));
    }
  }

  boolean isText() {
    return kind == Kind.TEXT;
  }

  boolean accepts(Cell cell) {
    return isText() == cell instanceof Cell.Text;
  }

  /** A cell of this column as it is shown. */
  String show(Cell cell) {
    return switch (cell) {
      case Cell.Text(var text) -> text;
      case Cell.Number(var value) -> show(value);
    };
  }

  private String show(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "∞" : "-∞";
    }
    char form = Math.abs(value) < HUGE ? 'f' : 'e';
    var text = String.format(Locale.ROOT, "%." + decimals + form, value);
    boolean zero = text.chars().noneMatch(c -> c >= '1' && c <= '9');
    return zero ? text.replace("-", "") : text;
  }
}
