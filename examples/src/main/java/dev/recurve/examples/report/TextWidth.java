package dev.recurve.examples.report;

/** How wide a text is about to be, where no font can be asked. */
final class TextWidth {
  /**
   * An average over English text and digits in the sans-serif fonts of today's systems, at 12.5 px.
   */
  private static final double CHARACTER = 6.9;

  private TextWidth() {}

  /** The width of a text on a chart, in pixels; rather a little more than less. */
  static double of(String text) {
    return CHARACTER * text.codePointCount(0, text.length());
  }
}
