package dev.recurve.host;

import dev.recurve.spi.Workers;

/** Cuts work into parts for the threads, by its size alone. */
public final class Split {
  /** Work for fewer element visits than this is not worth another thread. */
  private static final long WORTH_A_PART = 1 << 17;

  /**
   * The same for stretches, whose results do not depend on where they are cut: little enough that
   * from a cache two threads are just no slower than one. From memory, where a training step's
   * values come from, they are nearly twice as fast.
   */
  private static final long WORTH_A_STRETCH = 1 << 14;

  /** Columns are cut at whole cache lines. */
  private static final int LINE = 16;

  private final Workers workers;

  public Split(Workers workers) {
    this.workers = workers;
  }

  /** Some columns of a row. */
  public interface Stretch {
    void run(int row, int from, int count);
  }

  /** Numbers from … to-1. */
  public interface Range {
    void run(int from, int to);
  }

  /**
   * How many parts some work is cut into.
   *
   * @param work about how many elements are loaded and stored, heavier ones counting more
   */
  public int parts(long work) {
    return parts(work, WORTH_A_PART);
  }

  private int parts(long work, long worthAPart) {
    return Math.clamp(work / worthAPart, 1, workers.threads());
  }

  /**
   * All stretches of a window, row by row.
   *
   * @param weight work for each element
   */
  public void stretches(int rows, int cols, int weight, Stretch body) {
    int parts = parts((long) rows * cols * weight, WORTH_A_STRETCH);
    if (parts == 1) {
      rows(0, rows, 0, cols, body);
    } else if (rows >= 4 * parts) {
      workers.run(parts, p -> rows(cut(rows, p, parts), cut(rows, p + 1, parts), 0, cols, body));
    } else {
      int lines = (cols + LINE - 1) / LINE;
      workers.run(
          parts,
          p -> {
            int from = cut(lines, p, parts) * LINE;
            int to = Math.min(cols, cut(lines, p + 1, parts) * LINE);
            rows(0, rows, from, to, body);
          });
    }
  }

  private static void rows(int fromRow, int toRow, int from, int to, Stretch body) {
    if (from < to) {
      for (int r = fromRow; r < toRow; r++) {
        body.run(r, from, to - from);
      }
    }
  }

  /** The numbers 0 … count-1 in ranges of like size; {@code weight} as above, for each number. */
  public void ranges(int count, long weight, Range body) {
    int parts = Math.min(parts(count * weight), count);
    if (parts <= 1) {
      body.run(0, count);
    } else {
      workers.run(parts, p -> body.run(cut(count, p, parts), cut(count, p + 1, parts)));
    }
  }

  /** Where part p of a count begins. */
  public static int cut(int count, int part, int parts) {
    return (int) ((long) count * part / parts);
  }
}
