package dev.recurve.timeseries;

import dev.recurve.DataException;
import java.util.Arrays;
import java.util.List;

/**
 * Ridge NLinear: one linear map from the last L values to the next H, all relative to the last
 * value, shared by all target columns. After Zeng et al., Are Transformers Effective for Time
 * Series Forecasting? (AAAI 2023), but solved exactly by ridge regression, where they train by
 * gradient descent.
 *
 * <p>Columns are transformed and standardised first, by a scaler fitted on the training part. The
 * map is fitted to every window of the training part; the ridge penalty is the one of {@link
 * #PENALTIES} with the least error on the validation part. A missing value is bridged by the last
 * observed one.
 */
public final class NLinear implements Baseline {
  /** The penalties tried, relative to the mean variance of a context value. */
  public static final List<Double> PENALTIES =
      List.of(1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1.0, 10.0, 100.0);

  /** The penalty where there is no validation part to choose it on. */
  public static final double DEFAULT_PENALTY = 0.1;

  private final List<String> targets;
  private final int context;
  private final int horizon;
  private final double penalty;
  private final Scaler scaler;
  private final RidgeMap map;

  private NLinear(
      List<String> targets, int context, int horizon, double penalty, Scaler scaler, RidgeMap map) {
    this.targets = List.copyOf(targets);
    this.context = context;
    this.horizon = horizon;
    this.penalty = penalty;
    this.scaler = scaler;
    this.map = map;
  }

  /**
   * Fits on the training part and chooses the penalty on the validation part. A validation part
   * shorter than the horizon is used for as many steps as it has; with an empty one the penalty is
   * {@link #DEFAULT_PENALTY}.
   *
   * @param parts the split series; the test part is not looked at
   * @param targets the columns to forecast
   * @param context L, the rows to forecast from
   * @param horizon H, the rows to forecast
   * @param transform the function applied to each value first
   * @return the fitted baseline
   * @throws IllegalArgumentException if a length is not positive
   * @throws DataException if the training part is shorter than L + H, or a column is missing or
   *     empty
   */
  public static NLinear fit(
      SplitSeries parts, List<String> targets, int context, int horizon, ValueTransform transform) {
    Fit fit = new Fit(parts.train(), targets, context, horizon, transform);
    EvaluationPart validation = parts.validation();
    int steps = Math.min(horizon, validation.rows());
    if (steps == 0) {
      return fit.with(DEFAULT_PENALTY);
    }
    WindowMoments unseen = fit.moments(validation, steps);
    NLinear best = fit.with(PENALTIES.getFirst());
    double least = best.map.meanSquaredError(unseen, steps);
    for (double penalty : PENALTIES.subList(1, PENALTIES.size())) {
      NLinear candidate = fit.with(penalty);
      double error = candidate.map.meanSquaredError(unseen, steps);
      if (error < least) {
        best = candidate;
        least = error;
      }
    }
    return best;
  }

  /**
   * Fits on a training part with a given penalty.
   *
   * @param train the training part
   * @param targets the columns to forecast
   * @param context L, the rows to forecast from
   * @param horizon H, the rows to forecast
   * @param transform the function applied to each value first
   * @param penalty the ridge penalty, relative to the mean variance of a context value; not
   *     negative
   * @return the fitted baseline
   * @throws IllegalArgumentException if a length is not positive, or the penalty is negative
   * @throws DataException if the part is shorter than L + H, or a column is missing or empty
   */
  public static NLinear fit(
      TrainingPart train,
      List<String> targets,
      int context,
      int horizon,
      ValueTransform transform,
      double penalty) {
    if (!(penalty >= 0)) {
      throw new IllegalArgumentException("a ridge penalty is not negative, received " + penalty);
    }
    return new Fit(train, targets, context, horizon, transform).with(penalty);
  }

  /** The training windows, ready to be solved for any penalty. */
  private static final class Fit {
    private final List<String> targets;
    private final int context;
    private final int horizon;
    private final Scaler scaler;
    private final WindowMoments seen;

    Fit(
        TrainingPart train,
        List<String> targets,
        int context,
        int horizon,
        ValueTransform transform) {
      Windows.over(train, context, horizon); // says so if not even one window fits
      this.targets = targets;
      this.context = context;
      this.horizon = horizon;
      this.scaler = Scaler.standard(train.select(targets), transform);
      this.seen = moments(train, horizon);
    }

    /** Sums up the windows of all targets whose forecasts lie in a part. */
    WindowMoments moments(Part part, int steps) {
      WindowMoments moments = new WindowMoments(context, steps);
      TimeSeries scaled = scaler.transform(part.series().select(targets));
      int start = Math.max(0, part.from() - context);
      for (String target : targets) {
        double[] values = Histories.bridged(scaled.column(target));
        moments.add(Arrays.copyOfRange(values, start, part.to()));
      }
      return moments;
    }

    NLinear with(double penalty) {
      RidgeMap map = RidgeMap.fit(seen, context, horizon, penalty);
      return new NLinear(targets, context, horizon, penalty, scaler, map);
    }
  }

  @Override
  public String name() {
    return "nlinear";
  }

  @Override
  public List<String> targets() {
    return targets;
  }

  /** Returns L, the rows it forecasts from. */
  @Override
  public int contextLength() {
    return context;
  }

  @Override
  public int horizon() {
    return horizon;
  }

  /** Returns the ridge penalty in use, relative to the mean variance of a context value. */
  public double penalty() {
    return penalty;
  }

  @Override
  public double[][] forecast(TimeSeries history) {
    Histories.requireContext(this, history);
    TimeSeries scaled = scaler.transform(history.last(context).select(targets));
    double[][] forecast = new double[horizon][targets.size()];
    for (int i = 0; i < targets.size(); i++) {
      Histories.lastObserved(scaled, i); // says so if there is none
      double[] values = Histories.bridged(scaled.column(targets.get(i)));
      double level = values[context - 1];
      double[] changes = map.apply(Arrays.stream(values).map(v -> v - level).toArray());
      for (int h = 0; h < horizon; h++) {
        forecast[h][i] = scaler.invert(targets.get(i), level + changes[h]);
      }
    }
    return forecast;
  }
}
