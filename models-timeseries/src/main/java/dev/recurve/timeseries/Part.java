package dev.recurve.timeseries;

/**
 * A stretch of a series that values may be forecast in, together with the rows before it, which a
 * forecast may look at. Rows after the part are out of reach, whoever holds it.
 */
public sealed interface Part permits TrainingPart, EvaluationPart {
  /** Returns what messages call this part: training, validation or test. */
  String role();

  /** Returns every row that may be looked at; the last of them is the last row of the part. */
  TimeSeries series();

  /**
   * Returns the first row of the part, counted in {@link #series}; earlier rows serve as context
   * only.
   */
  int from();

  /** Returns the row after the last of the part, counted in {@link #series}. */
  default int to() {
    return series().rows();
  }

  /** Returns the number of rows in the part, without those before it. */
  default int rows() {
    return to() - from();
  }
}
