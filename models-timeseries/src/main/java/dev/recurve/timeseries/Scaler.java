package dev.recurve.timeseries;

import dev.recurve.DataException;
import dev.recurve.timeseries.ScalerState.ColumnScale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * Brings columns to a common scale, column by column: first a {@link ValueTransform}, then minus
 * mean and divided by standard deviation. It is fitted on a training part only. Missing values are
 * ignored when fitting and stay missing. Immutable.
 */
public final class Scaler {
  private final ValueTransform transform;
  private final Map<String, ColumnScale> scales;
  private final List<String> notes;

  private Scaler(ValueTransform transform, List<ColumnScale> columns, List<String> notes) {
    this.transform = transform;
    this.scales = new LinkedHashMap<>();
    columns.forEach(scale -> scales.put(scale.column(), scale));
    this.notes = List.copyOf(notes);
  }

  /**
   * Fits mean and (population) standard deviation of each column.
   *
   * @param train the training part
   * @return the scaler
   * @throws DataException if a column has no observed value in it
   */
  public static Scaler standard(TrainingPart train) {
    return standard(train, ValueTransform.IDENTITY);
  }

  /**
   * Fits mean and (population) standard deviation of each column after a transform. A column that
   * never changes is divided by 1 instead, with a {@linkplain #notes note}.
   *
   * @param train the training part
   * @param transform the function applied to each value first
   * @return the scaler
   * @throws DataException if a column has no observed value in it, or one that cannot be
   *     transformed
   */
  public static Scaler standard(TrainingPart train, ValueTransform transform) {
    List<ColumnScale> scales = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    TimeSeries series = train.series();
    for (String column : series.columns()) {
      scales.add(fit(series, column, transform, notes));
    }
    return new Scaler(transform, scales, notes);
  }

  private static ColumnScale fit(
      TimeSeries series, String column, ValueTransform transform, List<String> notes) {
    double[] observed =
        Arrays.stream(series.column(column))
            .map(value -> checked(series.name(), column, transform, value))
            .filter(value -> !Double.isNaN(value))
            .toArray();
    if (observed.length == 0) {
      throw new DataException(
          ("series '%s': column '%s' has no observed value in the training part, so that it cannot"
                  + " be scaled; leave it out or train on more rows")
              .formatted(series.name(), column));
    }
    double mean = Arrays.stream(observed).average().orElseThrow();
    double variance =
        Arrays.stream(observed).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    boolean constant = Arrays.stream(observed).allMatch(value -> value == observed[0]);
    if (constant || variance == 0) {
      notes.add(
          "column '%s' is always %s in the training part; it is divided by 1"
              .formatted(column, transform.invert(observed[0])));
      return new ColumnScale(column, observed[0], 1);
    }
    return new ColumnScale(column, mean, Math.sqrt(variance));
  }

  /**
   * Returns a scaler that only transforms.
   *
   * @param columns the columns it serves
   * @param transform the function applied to each value; {@link ValueTransform#IDENTITY} changes
   *     nothing
   * @return the scaler
   */
  public static Scaler none(List<String> columns, ValueTransform transform) {
    List<ColumnScale> scales =
        columns.stream().map(column -> new ColumnScale(column, 0, 1)).toList();
    return new Scaler(transform, scales, List.of());
  }

  /**
   * Restores a scaler.
   *
   * @param state what {@link #state} returned
   * @return the same scaler
   */
  public static Scaler of(ScalerState state) {
    return new Scaler(state.transform(), state.columns(), List.of());
  }

  /** Returns this scaler as plain data. */
  public ScalerState state() {
    return new ScalerState(transform, List.copyOf(scales.values()));
  }

  /** Returns what people should know about the fit, such as columns that never change. */
  public List<String> notes() {
    return notes;
  }

  /**
   * Scales a series.
   *
   * @param series a series of columns that this scaler knows
   * @return the scaled series, with the same rows and columns
   * @throws DataException if a column is unknown, or a value cannot be transformed
   */
  public TimeSeries transform(TimeSeries series) {
    List<DoubleUnaryOperator> functions = new ArrayList<>();
    for (String column : series.columns()) {
      ColumnScale scale = scale(column);
      functions.add(
          value ->
              (checked(series.name(), column, transform, value) - scale.mean())
                  / scale.deviation());
    }
    return series.map(functions);
  }

  /**
   * Scales one value.
   *
   * @param column the column it belongs to
   * @param value the value in original units; {@code NaN} stays {@code NaN}
   * @return the scaled value
   * @throws DataException if the column is unknown, or the value cannot be transformed
   */
  public double transform(String column, double value) {
    ColumnScale scale = scale(column);
    return (checked("value", column, transform, value) - scale.mean()) / scale.deviation();
  }

  /**
   * Undoes {@link #transform(String, double)}.
   *
   * @param column the column the value belongs to
   * @param scaled the scaled value
   * @return the value in original units
   * @throws DataException if the column is unknown
   */
  public double invert(String column, double scaled) {
    ColumnScale scale = scale(column);
    return transform.invert(scaled * scale.deviation() + scale.mean());
  }

  private ColumnScale scale(String column) {
    ColumnScale scale = scales.get(column);
    if (scale == null) {
      throw new DataException(
          "the scaler was not fitted to column '%s'; %s"
              .formatted(column, NearestName.hint(column, scales.keySet())));
    }
    return scale;
  }

  private static double checked(
      String source, String column, ValueTransform transform, double value) {
    if (!transform.accepts(value)) {
      throw new DataException(
          "%s, column '%s': %s cannot be taken to the %s scale, which needs values above %s%s"
              .formatted(
                  source,
                  column,
                  value,
                  transform,
                  transform.above(),
                  transform == ValueTransform.LOG ? "; use LOG1P or no transform" : ""));
    }
    return transform.apply(value);
  }
}
