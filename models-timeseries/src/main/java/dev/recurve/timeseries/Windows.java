package dev.recurve.timeseries;

import dev.recurve.DataException;
import java.util.List;
import java.util.Objects;

/**
 * The sliding windows of a part: L rows of context, all columns, followed by H rows of targets. The
 * targets of every window lie within the part; its context may reach back before it. Nothing is
 * copied until a window is asked for, and then straight into the caller's array, as {@code float}.
 *
 * <p>A missing value is written as 0; the {@code observed} methods tell which were there. With
 * {@link #subtractingLast} each column of a window is written relative to its last observed value
 * in the context, so that a model sees changes and not levels, and a missing value stands at that
 * level; {@link #level} is what to add back. Immutable; each option returns new windows.
 */
public final class Windows {
  private final Part part;
  private final int context;
  private final int horizon;
  private final int stride;
  private final int[] targets; // positions of columns
  private final boolean relative;
  private final int firstOrigin;
  private final int count;

  private Windows(
      Part part, int context, int horizon, int stride, int[] targets, boolean relative) {
    this.part = part;
    this.context = context;
    this.horizon = horizon;
    this.stride = stride;
    this.targets = targets;
    this.relative = relative;
    this.firstOrigin = Math.max(part.from(), context);
    this.count = Math.max(0, Math.floorDiv(part.to() - horizon - firstOrigin, stride) + 1);
  }

  /**
   * Lays windows over a part, one at each row, with every column as a target.
   *
   * @param part the rows whose values are targets
   * @param context L, rows of context, at least 1
   * @param horizon H, rows of targets, at least 1
   * @return the windows, at least one
   * @throws IllegalArgumentException if a length is not positive
   * @throws DataException if not even one window fits; the message names the largest context that
   *     does
   */
  public static Windows over(Part part, int context, int horizon) {
    if (context < 1 || horizon < 1) {
      throw new IllegalArgumentException(
          "context and horizon are at least 1 row, received %d and %d".formatted(context, horizon));
    }
    Windows windows = new Windows(part, context, horizon, 1, allColumns(part.series()), false);
    if (windows.count == 0) {
      throw tooShort(part, context, horizon);
    }
    return windows;
  }

  /**
   * Returns the single window at the end of a history: its last rows as context, no targets.
   * Forecasts past the end start from it.
   *
   * @param history what is known
   * @param context L, rows of context, at least 1
   * @return one window of horizon 0
   * @throws IllegalArgumentException if the context is not positive
   * @throws DataException if the history is shorter than the context
   */
  public static Windows atEnd(TimeSeries history, int context) {
    if (context < 1) {
      throw new IllegalArgumentException("a context is at least 1 row, received " + context);
    }
    if (history.rows() < context) {
      throw new DataException(
          "series '%s' has %d rows; a forecast needs the last %d"
              .formatted(history.name(), history.rows(), context));
    }
    EvaluationPart end = new EvaluationPart("history", history, history.rows());
    return new Windows(end, context, 0, 1, allColumns(history), false);
  }

  private static int[] allColumns(TimeSeries series) {
    int[] all = new int[series.columns().size()];
    for (int c = 0; c < all.length; c++) {
      all[c] = c;
    }
    return all;
  }

  private static DataException tooShort(Part part, int context, int horizon) {
    int rows = part.series().rows();
    String needs =
        "series '%s', %s part: %d rows%s; a context of %d and a horizon of %d need %d"
            .formatted(
                part.series().name(),
                part.role(),
                part.rows(),
                part.from() == 0 ? "" : " (%d with those before it)".formatted(rows),
                context,
                horizon,
                context + horizon);
    int longest = Math.min(part.rows(), rows - 1);
    if (longest < 1) {
      return new DataException("%s; no context fits: the part needs more rows".formatted(needs));
    }
    return new DataException(
        longest < horizon
            ? "%s; no context fits: choose a horizon of at most %d".formatted(needs, longest)
            : "%s; the largest context that fits is %d".formatted(needs, rows - horizon));
  }

  /**
   * Moves the windows further apart.
   *
   * @param rows the distance from one window to the next, at least 1
   * @return the windows at that distance, from the same first one
   * @throws IllegalArgumentException if the distance is not positive
   */
  public Windows stride(int rows) {
    if (rows < 1) {
      throw new IllegalArgumentException("a stride is at least 1 row, received " + rows);
    }
    return new Windows(part, context, horizon, rows, targets, relative);
  }

  /**
   * Chooses the columns that are targets; all columns stay in the context.
   *
   * @param columns their names, in the order wanted
   * @return the windows with those targets
   * @throws DataException if there is no such column
   */
  public Windows targets(List<String> columns) {
    int[] positions = new int[columns.size()];
    for (int c = 0; c < positions.length; c++) {
      positions[c] = part.series().position(columns.get(c));
    }
    return new Windows(part, context, horizon, stride, positions, relative);
  }

  /**
   * Writes each column relative to its last observed value in the context.
   *
   * @return the windows written that way
   */
  public Windows subtractingLast() {
    return new Windows(part, context, horizon, stride, targets, true);
  }

  /** Returns the number of windows. */
  public int count() {
    return count;
  }

  /** Returns L, the rows of context. */
  public int contextLength() {
    return context;
  }

  /** Returns H, the rows of targets. */
  public int horizon() {
    return horizon;
  }

  /** Returns C, the number of columns in the context. */
  public int channels() {
    return part.series().columns().size();
  }

  /** Returns the number of target columns. */
  public int targetCount() {
    return targets.length;
  }

  /**
   * Returns the row where the targets of a window begin.
   *
   * @param window the window, from 0
   * @return the row, counted in the series of the part
   * @throws IndexOutOfBoundsException if there is no such window
   */
  public int origin(int window) {
    return firstOrigin + Objects.checkIndex(window, count) * stride;
  }

  /**
   * Writes the context of a window, [L][C], row after row.
   *
   * @param window the window, from 0
   * @param into where to write
   * @param offset the position of the first value
   */
  public void context(int window, float[] into, int offset) {
    int start = origin(window) - context;
    int channels = channels();
    for (int c = 0; c < channels; c++) {
      double level = columnLevel(window, c);
      for (int t = 0; t < context; t++) {
        into[offset + t * channels + c] = written(start + t, c, level);
      }
    }
  }

  /**
   * Writes which values of the context were observed, [L][C]: 1 or 0.
   *
   * @param window the window, from 0
   * @param into where to write
   * @param offset the position of the first value
   */
  public void contextObserved(int window, float[] into, int offset) {
    int start = origin(window) - context;
    int channels = channels();
    for (int t = 0; t < context; t++) {
      for (int c = 0; c < channels; c++) {
        into[offset + t * channels + c] = observed(start + t, c);
      }
    }
  }

  /**
   * Writes the targets of a window, [H][targets], row after row.
   *
   * @param window the window, from 0
   * @param into where to write
   * @param offset the position of the first value
   */
  public void target(int window, float[] into, int offset) {
    int start = origin(window);
    for (int i = 0; i < targets.length; i++) {
      double level = level(window, i);
      for (int h = 0; h < horizon; h++) {
        into[offset + h * targets.length + i] = written(start + h, targets[i], level);
      }
    }
  }

  /**
   * Writes which values of the targets were observed, [H][targets]: 1 or 0.
   *
   * @param window the window, from 0
   * @param into where to write
   * @param offset the position of the first value
   */
  public void targetObserved(int window, float[] into, int offset) {
    int start = origin(window);
    for (int h = 0; h < horizon; h++) {
      for (int i = 0; i < targets.length; i++) {
        into[offset + h * targets.length + i] = observed(start + h, targets[i]);
      }
    }
  }

  /**
   * Returns what was subtracted from a target of a window, to be added back to its forecast.
   *
   * @param window the window, from 0
   * @param target the target, from 0
   * @return its last observed value in the context; 0 if nothing is subtracted, or nothing was
   *     observed
   */
  public double level(int window, int target) {
    return columnLevel(window, targets[target]);
  }

  private double columnLevel(int window, int column) {
    if (!relative) {
      return 0;
    }
    int origin = origin(window);
    for (int row = origin - 1; row >= origin - context; row--) {
      double value = part.series().value(row, column);
      if (!Double.isNaN(value)) {
        return value;
      }
    }
    return 0;
  }

  private float written(int row, int column, double level) {
    double value = part.series().value(row, column);
    return Double.isNaN(value) ? 0 : (float) (value - level);
  }

  private float observed(int row, int column) {
    return Double.isNaN(part.series().value(row, column)) ? 0 : 1;
  }
}
