package dev.recurve.timeseries;

import java.util.List;

/**
 * A series cut in time into training, validation and test. Each part reaches back to the first row
 * but never past its own last one.
 */
public final class SplitSeries {
  private final TimeSeries series;
  private final TrainingPart train;
  private final int validationEnd;
  private final int testEnd;

  SplitSeries(TimeSeries series, int trainEnd, int validationEnd, int testEnd) {
    this.series = series;
    this.train = new TrainingPart(series.slice(0, trainEnd));
    this.validationEnd = validationEnd;
    this.testEnd = testEnd;
  }

  /** Returns the series that was cut. */
  public TimeSeries series() {
    return series;
  }

  /** Returns the training part. */
  public TrainingPart train() {
    return train;
  }

  /** Returns the validation part, which may be empty. */
  public EvaluationPart validation() {
    return new EvaluationPart("validation", series.slice(0, validationEnd), train.to());
  }

  /** Returns the test part, which may be empty. */
  public EvaluationPart test() {
    return new EvaluationPart("test", series.slice(0, testEnd), validationEnd);
  }

  /**
   * Scales the series and keeps the cuts. A scaler treats each value apart from the others and was
   * fitted on a training part, so that nothing leaks.
   *
   * @param scaler the scaler
   * @return the same parts of the scaled series
   * @throws dev.recurve.DataException if the scaler does not know a column, or cannot transform a
   *     value
   */
  public SplitSeries scaledBy(Scaler scaler) {
    return new SplitSeries(scaler.transform(series), train.to(), validationEnd, testEnd);
  }

  /**
   * Keeps some columns.
   *
   * @param columns their names
   * @return the same parts of those columns
   * @throws dev.recurve.DataException if there is no such column
   */
  public SplitSeries select(List<String> columns) {
    return new SplitSeries(series.select(columns), train.to(), validationEnd, testEnd);
  }

  /** Returns the three parts with their rows and times, for people. */
  @Override
  public String toString() {
    return "%s; %s; %s".formatted(describe(train()), describe(validation()), describe(test()));
  }

  private String describe(Part part) {
    return part.rows() == 0
        ? part.role() + " empty"
        : "%s %s to %s (%d rows)"
            .formatted(
                part.role(), series.label(part.from()), series.label(part.to() - 1), part.rows());
  }
}
