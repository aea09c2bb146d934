package dev.recurve.examples.report;

import dev.recurve.examples.report.Canvas.Anchor;
import dev.recurve.examples.report.Canvas.Ink;

/** Lays out a grid from top to bottom: title, description, labels of the columns, cells. */
final class GridDrawing {
  private static final double ROW = 20;
  private static final double LARGEST_CELL = 48;
  private static final int COLOUR = 1;

  private final GridChart grid;
  private final Canvas canvas;
  private final double width;

  GridDrawing(GridChart grid, Canvas canvas, double width) {
    this.grid = grid;
    this.canvas = canvas;
    this.width = width;
  }

  /**
   * Draws the grid.
   *
   * @param plotHeight room for the cells, which are squares
   * @return how high the drawing came out
   */
  double draw(double plotHeight) {
    double y = ROW;
    canvas.text(Ink.TITLE, Anchor.START, 0, y, grid.title());
    y += ROW + 4;
    canvas.text(Ink.MUTED, Anchor.START, 0, y, grid.description());
    y += ROW + 4;
    double left = 14 + grid.rows().stream().mapToDouble(TextWidth::of).max().orElse(0);
    double size =
        Math.min(
            LARGEST_CELL,
            Math.min(
                Math.max(0, width - left) / grid.columns().size(),
                plotHeight / grid.rows().size()));
    for (int c = 0; c < grid.columns().size(); c++) {
      canvas.text(Ink.PLAIN, Anchor.MIDDLE, left + (c + 0.5) * size, y, grid.columns().get(c));
    }
    y += 8;
    for (int r = 0; r < grid.rows().size(); r++) {
      canvas.text(Ink.PLAIN, Anchor.END, left - 8, y + (r + 0.5) * size + 4, grid.rows().get(r));
      for (int c = 0; c < grid.columns().size(); c++) {
        canvas.cell(COLOUR, grid.value(r, c), left + c * size, y + r * size, size, told(r, c));
      }
    }
    return y + grid.rows().size() * size + 8;
  }

  private String told(int row, int column) {
    return "%s, %s: %s"
        .formatted(
            grid.rows().get(row),
            grid.columns().get(column),
            NumberLabel.of(Math.round(1000 * grid.value(row, column)) / 1000.0));
  }
}
