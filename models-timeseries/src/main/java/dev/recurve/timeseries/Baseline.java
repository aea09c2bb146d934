package dev.recurve.timeseries;

import dev.recurve.DataException;
import java.util.List;

/**
 * A forecast that takes no neural network: the bar a model must clear before its score means
 * anything. Whichever is best of the three is the one to beat.
 */
public sealed interface Baseline extends Forecasting permits Repeat, SeasonalNaive, NLinear {
  /**
   * Fits all three baselines, to the values as they are: {@link NLinear} can also be fitted to
   * logarithms, which need not make it better.
   *
   * @param parts the split series; the test part is not looked at
   * @param targets the columns to forecast
   * @param context L of the ridge NLinear, best that of the model beside it
   * @param horizon H, the rows to forecast
   * @param season m of the seasonal naive forecast
   * @return repeat, seasonal naive, NLinear
   * @throws DataException if the training part is too short for NLinear, or a column is missing
   */
  static List<Baseline> fitAll(
      SplitSeries parts, List<String> targets, int context, int horizon, int season) {
    return List.of(
        new Repeat(targets, horizon),
        new SeasonalNaive(targets, horizon, season),
        NLinear.fit(parts, targets, context, horizon, ValueTransform.IDENTITY));
  }
}
