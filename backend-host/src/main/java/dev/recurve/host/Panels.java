package dev.recurve.host;

import dev.recurve.spi.Workers;
import java.util.function.IntConsumer;

/**
 * The right-hand side of a product laid out as a backend's kernels read it: panels of so many
 * columns, {@code [panel][k][width]}, the last one filled up with zero columns.
 *
 * @param lanes what units of gates are filled up to a multiple of
 * @param width columns of a panel, a multiple of the lanes
 */
public record Panels(int lanes, int width) {
  /** Columns turned at a time, so that what is written together shares cache lines. */
  private static final int TURN = 16;

  /** Elements below which waking a thread costs more than it gives. */
  private static final int WORTH_A_THREAD = 1 << 16;

  /** Writes column n of the right-hand side, its k elements one behind the other. */
  public interface Columns {
    /** Writes it. */
    void copy(int n, float[] to, int at);
  }

  /** Writes columns {@code from … from+count-1} of row k of the right-hand side. */
  public interface Rows {
    /** Writes them. */
    void copy(int k, int from, int count, float[] to, int at);
  }

  /**
   * Where rows of weights stand in panels.
   *
   * @param from where the first panel begins
   * @param depth rows of each panel
   * @param row the first row that is meant
   * @param column the first column that is meant
   */
  public record Place(int from, int depth, int row, int column) {}

  /** Units filled up to whole vectors. */
  public int padded(int size) {
    return (size + lanes - 1) / lanes * lanes;
  }

  /** Panels of so many columns. */
  public int count(int cols) {
    return (cols + width - 1) / width;
  }

  /** Columns after filling up. */
  public int paddedCols(int cols) {
    return count(cols) * width;
  }

  /** Elements of a packed right-hand side. */
  public int size(int k, int cols) {
    return k * paddedCols(cols);
  }

  /** Where a row and a column stand; the next row stands a panel's width further on. */
  public int at(Place place, int moreRows, int moreColumns) {
    int n = place.column() + moreColumns;
    int row = n / width * place.depth() + place.row() + moreRows;
    return place.from() + row * width + n % width;
  }

  /**
   * Packs a right-hand side whose columns lie together, as those of transposed weights do, into
   * zeros.
   */
  public void packColumns(Workers workers, int k, int cols, Columns source, Stretch to) {
    eachPanel(workers, k, cols, panel -> packColumns(to, k, cols, panel, source));
  }

  private void packColumns(Stretch to, int k, int cols, int panel, Columns source) {
    float[] packed = to.values();
    int turn = Math.min(TURN, width);
    float[] columns = new float[turn * k];
    int end = Math.min(cols, (panel + 1) * width);
    for (int n = panel * width; n < end; n += turn) {
      int count = Math.min(turn, end - n);
      for (int c = 0; c < count; c++) {
        source.copy(n + c, columns, c * k);
      }
      int at = to.start() + panel * k * width + n % width;
      for (int p = 0; p < k; p++) {
        for (int c = 0; c < count; c++) {
          packed[at + p * width + c] = columns[c * k + p];
        }
      }
    }
  }

  /** Packs a right-hand side whose rows lie together, into zeros. */
  public void packRows(Workers workers, int k, int cols, Rows source, Stretch to) {
    eachPanel(
        workers,
        k,
        cols,
        panel -> {
          int n = panel * width;
          int count = Math.min(width, cols - n);
          for (int p = 0; p < k; p++) {
            source.copy(p, n, count, to.values(), to.start() + n * k + p * width);
          }
        });
  }

  private void eachPanel(Workers workers, int k, int cols, IntConsumer pack) {
    int panels = count(cols);
    int parts = (long) k * cols < WORTH_A_THREAD ? 1 : Math.min(panels, workers.threads());
    workers.run(
        parts,
        part -> {
          for (int p = Split.cut(panels, part, parts);
              p < Split.cut(panels, part + 1, parts);
              p++) {
            pack.accept(p);
          }
        });
  }
}
