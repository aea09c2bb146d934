package dev.recurve.examples.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds rows for labels that come from left to right and hang on a line from their left end
 * downwards: each goes into the first row where it neither meets another label nor sends its line
 * through one.
 */
final class LabelRows {
  private static final double GAP = 10;

  private final List<Label> labels = new ArrayList<>();

  private record Label(double end, int row) {}

  /**
   * The row, counted from 0 at the top, of a label that reaches from {@code start} to {@code end}.
   */
  int place(double start, double end) {
    int row =
        labels.stream()
            .filter(label -> label.end + GAP > start)
            .mapToInt(label -> label.row + 1)
            .max()
            .orElse(0);
    labels.add(new Label(end, row));
    return row;
  }
}
