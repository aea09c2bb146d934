package dev.recurve.timeseries;

import java.util.List;

/**
 * The value one season earlier, repeated as often as the horizon needs. Where that value is missing
 * the season before is asked, and so on; where none is left, the last observed value stands in.
 *
 * @param targets the columns to forecast
 * @param horizon H, the rows to forecast; may be longer than a season
 * @param season m, the rows of a season; with 1 this is {@link Repeat}
 */
public record SeasonalNaive(List<String> targets, int horizon, int season) implements Baseline {
  /**
   * @throws IllegalArgumentException if the horizon or the season is not positive
   */
  public SeasonalNaive {
    targets = List.copyOf(targets);
    Histories.requirePositive("horizon", horizon);
    Histories.requirePositive("season", season);
  }

  @Override
  public String name() {
    return "seasonal-naive";
  }

  /** Returns one season. */
  @Override
  public int contextLength() {
    return season;
  }

  @Override
  public double[][] forecast(TimeSeries history) {
    Histories.requireContext(this, history);
    double[][] forecast = new double[horizon][targets.size()];
    for (int i = 0; i < targets.size(); i++) {
      int column = history.position(targets.get(i));
      for (int h = 0; h < horizon; h++) {
        forecast[h][i] = seasonsEarlier(history, column, h % season);
      }
    }
    return forecast;
  }

  private double seasonsEarlier(TimeSeries history, int column, int phase) {
    for (int row = history.rows() - season + phase; row >= 0; row -= season) {
      double value = history.value(row, column);
      if (!Double.isNaN(value)) {
        return value;
      }
    }
    return Histories.lastObserved(history, column);
  }
}
