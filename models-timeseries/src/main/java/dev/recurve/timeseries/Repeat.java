package dev.recurve.timeseries;

import java.util.List;

/**
 * The last observed value, repeated: the forecast of a random walk.
 *
 * @param targets the columns to forecast
 * @param horizon H, the rows to forecast
 */
public record Repeat(List<String> targets, int horizon) implements Baseline {
  /**
   * @throws IllegalArgumentException if the horizon is not positive
   */
  public Repeat {
    targets = List.copyOf(targets);
    Histories.requirePositive("horizon", horizon);
  }

  @Override
  public String name() {
    return "repeat";
  }

  @Override
  public int contextLength() {
    return 1;
  }

  @Override
  public double[][] forecast(TimeSeries history) {
    Histories.requireContext(this, history);
    double[][] forecast = new double[horizon][targets.size()];
    for (int i = 0; i < targets.size(); i++) {
      double last = Histories.lastObserved(history, history.position(targets.get(i)));
      for (double[] row : forecast) {
        row[i] = last;
      }
    }
    return forecast;
  }
}
