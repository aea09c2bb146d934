package dev.recurve.timeseries;

import java.util.List;

/**
 * A scaler as plain data, to be stored in a file.
 *
 * @param transform the function applied to each value first
 * @param columns the scale of each column
 */
public record ScalerState(ValueTransform transform, List<ColumnScale> columns) {
  /** Copies the list. */
  public ScalerState {
    columns = List.copyOf(columns);
  }

  /**
   * How one column is scaled: scaled = (transform(value) - mean) / deviation.
   *
   * @param column the name of the column
   * @param mean what is subtracted
   * @param deviation what is divided by; positive
   */
  public record ColumnScale(String column, double mean, double deviation) {
    /**
     * @throws IllegalArgumentException if a number is not finite, or the deviation not positive
     */
    public ColumnScale {
      if (!Double.isFinite(mean) || !Double.isFinite(deviation) || deviation <= 0) {
        throw new IllegalArgumentException(
            "column '%s': expected a finite mean and a positive deviation, received %s and %s"
                .formatted(column, mean, deviation));
      }
    }
  }
}
