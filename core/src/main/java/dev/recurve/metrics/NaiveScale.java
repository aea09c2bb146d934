package dev.recurve.metrics;

/**
 * How far the seasonal naive forecast misses within the training part: the yardstick of MASE and
 * RMSSE. It says how much the series moves from one season to the next, so that errors on series of
 * different size can be compared.
 *
 * @param season the lag m that was used, in rows
 * @param pairs how many pairs (y_t, y_(t-m)) were observed
 * @param meanAbsolute mean |y_t - y_(t-m)|; 0 if there is no pair
 * @param meanSquare mean (y_t - y_(t-m))²; 0 if there is no pair
 */
public record NaiveScale(int season, long pairs, double meanAbsolute, double meanSquare) {
  /**
   * Measures a training series.
   *
   * @param training the training part alone, in time order; {@code NaN} where nothing was observed
   * @param season the season length m in rows; a series of m rows or fewer falls back to 1, as in
   *     the M4 competition
   * @return the scale; not {@link #defined} for a series that never changes over a season
   * @throws IllegalArgumentException if the season is not positive
   */
  public static NaiveScale of(double[] training, int season) {
    if (season < 1) {
      throw new IllegalArgumentException("a season is 1 row or longer, received " + season);
    }
    int lag = training.length > season ? season : 1;
    long pairs = 0;
    double absolute = 0;
    double squared = 0;
    for (int t = lag; t < training.length; t++) {
      double change = training[t] - training[t - lag];
      if (!Double.isNaN(change)) {
        pairs++;
        absolute += Math.abs(change);
        squared += change * change;
      }
    }
    return pairs == 0
        ? new NaiveScale(lag, 0, 0, 0)
        : new NaiveScale(lag, pairs, absolute / pairs, squared / pairs);
  }

  /** Returns whether errors can be divided by this scale: false for a series without any change. */
  public boolean defined() {
    return meanAbsolute > 0;
  }
}
