package dev.recurve.timeseries.forecast;

import dev.recurve.timeseries.Frequency;
import dev.recurve.timeseries.TimeSeries;
import dev.recurve.timeseries.Windows;

/**
 * What a forecaster sees of each row of a window's context: the scaled values relative to the last
 * one, whether they were observed, and the row's place in the calendar.
 */
final class Features {
  private final int columns;
  private final boolean flags;
  private final CalendarFeatures calendar;

  Features(ForecasterConfig config, Frequency frequency) {
    this.columns = config.inputs().columns().size();
    this.flags = config.inputs().missingFlags();
    this.calendar =
        config.inputs().calendar() ? CalendarFeatures.of(frequency) : CalendarFeatures.none();
  }

  /** Features of each row. */
  int count() {
    return columns * (flags ? 2 : 1) + calendar.count();
  }

  /**
   * Writes the context of a window as one sequence of a time-major batch.
   *
   * @param windows contexts relative to the last value
   * @param series the series that the windows lie in, for the times of its rows
   * @param into {@code [L, batch, count]}
   * @param b the sequence's place in the batch
   */
  void write(Windows windows, int window, TimeSeries series, float[] into, int b, int batch) {
    int length = windows.contextLength();
    float[] values = new float[length * columns];
    float[] observed = new float[length * columns];
    windows.context(window, values, 0);
    if (flags) {
      windows.contextObserved(window, observed, 0);
    }
    int first = windows.origin(window) - length;
    for (int t = 0; t < length; t++) {
      int at = (t * batch + b) * count();
      System.arraycopy(values, t * columns, into, at, columns);
      at += columns;
      if (flags) {
        System.arraycopy(observed, t * columns, into, at, columns);
        at += columns;
      }
      if (calendar.count() > 0) {
        calendar.write(series.time(first + t).orElseThrow(), into, at);
      }
    }
  }
}
