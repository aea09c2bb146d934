package dev.recurve.timeseries;

/**
 * The rows that a model is measured on: the validation or the test part of a split. Forecasts of
 * its rows may look back into earlier parts.
 */
public final class EvaluationPart implements Part {
  private final String role;
  private final TimeSeries series;
  private final int from;

  EvaluationPart(String role, TimeSeries series, int from) {
    this.role = role;
    this.series = series;
    this.from = from;
  }

  @Override
  public String role() {
    return role;
  }

  @Override
  public TimeSeries series() {
    return series;
  }

  @Override
  public int from() {
    return from;
  }
}
