package dev.recurve.examples.report;

/** The content of one cell of a {@link Table}. */
public sealed interface Cell {

  /** A cell of a text column. */
  record Text(String text) implements Cell {}

  /**
   * A cell of a number column. NaN stands for a number that is not defined, and is shown as a dash.
   */
  record Number(double value) implements Cell {}

  /** A text. */
  static Cell of(String text) {
    return new Text(text);
  }

  /** A number, or NaN where there is none. */
  static Cell of(double value) {
    return new Number(value);
  }
}
