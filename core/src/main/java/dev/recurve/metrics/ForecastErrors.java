package dev.recurve.metrics;

import dev.recurve.DataException;
import java.util.OptionalDouble;

/**
 * The errors of a set of point forecasts, kept as sums, from which every point metric follows.
 *
 * <p>Sets are pooled with {@link #plus}: the metrics of the sum are the metrics of all forecasts
 * taken together, not averages of averages. Immutable.
 *
 * <p>Throughout, y is the truth, f the forecast, and means run over the observed truths. Errors
 * carry the units of the data; MAPE, sMAPE and WAPE are percentages.
 */
public final class ForecastErrors implements Tally<ForecastErrors> {
  /** The errors of no forecast at all; the neutral element of {@link #plus}. */
  public static final ForecastErrors NONE = new Sums().freeze();

  private final long count;
  private final long missing;
  private final long zeroTruths;
  private final double absolute;
  private final double squared;
  private final double relative;
  private final double symmetric;
  private final double absoluteTruth;
  private final double truthMean;
  private final double truthScatter;

  private ForecastErrors(Sums sums) {
    count = sums.count;
    missing = sums.missing;
    zeroTruths = sums.zeroTruths;
    absolute = sums.absolute;
    squared = sums.squared;
    relative = sums.relative;
    symmetric = sums.symmetric;
    absoluteTruth = sums.absoluteTruth;
    truthMean = sums.truthMean;
    truthScatter = sums.truthScatter;
  }

  /**
   * Compares forecasts with what came true.
   *
   * @param truth the observed values; {@code NaN} where nothing was observed
   * @param forecast the forecasts, one for each truth
   * @return their errors
   * @throws IllegalArgumentException if the lengths differ
   * @throws DataException if an observed truth is infinite, or its forecast is not finite
   */
  public static ForecastErrors of(double[] truth, double[] forecast) {
    if (truth.length != forecast.length) {
      throw new IllegalArgumentException(
          "expected one forecast for each truth, received %d truths and %d forecasts"
              .formatted(truth.length, forecast.length));
    }
    Sums sums = new Sums();
    for (int i = 0; i < truth.length; i++) {
      if (Double.isNaN(truth[i])) {
        sums.missing++;
      } else {
        requireFinite("truth", i, truth[i]);
        requireFinite("forecast", i, forecast[i]);
        sums.add(truth[i], forecast[i]);
      }
    }
    return sums.freeze();
  }

  static void requireFinite(String what, int index, double value) {
    if (!Double.isFinite(value)) {
      throw new DataException(
          "%s %d is %s: only finite values can be scored".formatted(what, index, value));
    }
  }

  /**
   * Pools two sets.
   *
   * @param other the errors of other forecasts
   * @return the errors of both sets together
   */
  @Override
  public ForecastErrors plus(ForecastErrors other) {
    if (other.count == 0 && other.missing == 0) {
      return this;
    }
    Sums sums = new Sums();
    sums.count = count + other.count;
    sums.missing = missing + other.missing;
    sums.zeroTruths = zeroTruths + other.zeroTruths;
    sums.absolute = absolute + other.absolute;
    sums.squared = squared + other.squared;
    sums.relative = relative + other.relative;
    sums.symmetric = symmetric + other.symmetric;
    sums.absoluteTruth = absoluteTruth + other.absoluteTruth;
    // Mean and scatter of a union (Chan, Golub, LeVeque 1983): no cancellation of large squares.
    double share = sums.count == 0 ? 0 : (double) other.count / sums.count;
    double apart = other.truthMean - truthMean;
    sums.truthMean = truthMean + apart * share;
    sums.truthScatter = truthScatter + other.truthScatter + apart * apart * share * count;
    return sums.freeze();
  }

  /** Returns how many observed truths were compared. */
  public long count() {
    return count;
  }

  /** Returns how many truths were missing and therefore skipped. */
  public long missing() {
    return missing;
  }

  /** Returns how many observed truths are exactly 0; {@link #mape} leaves them out. */
  public long zeroTruths() {
    return zeroTruths;
  }

  /**
   * Mean absolute error, mean |y - f|.
   *
   * @throws DataException if no truth was observed
   */
  public double mae() {
    return absolute / observed();
  }

  /**
   * Mean squared error, mean (y - f)².
   *
   * @throws DataException if no truth was observed
   */
  public double mse() {
    return squared / observed();
  }

  /**
   * Root mean squared error.
   *
   * @throws DataException if no truth was observed
   */
  public double rmse() {
    return Math.sqrt(mse());
  }

  /**
   * Mean absolute percentage error, mean 100 |y - f| / |y| where y is not 0; empty if there is
   * none.
   */
  public OptionalDouble mape() {
    long usable = count - zeroTruths;
    return usable == 0 ? OptionalDouble.empty() : OptionalDouble.of(100 * relative / usable);
  }

  /**
   * Symmetric mean absolute percentage error, mean 200 |y - f| / (|y| + |f|), with 0/0 taken as 0:
   * from 0 to 200, the form of the M4 competition (Makridakis et al. 2020).
   *
   * @throws DataException if no truth was observed
   */
  public double smape() {
    return 200 * symmetric / observed();
  }

  /** Weighted absolute percentage error, 100 Σ|y - f| / Σ|y|; empty if every truth is 0. */
  public OptionalDouble wape() {
    return absoluteTruth == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(100 * absolute / absoluteTruth);
  }

  /**
   * Coefficient of determination, 1 - Σ(y - f)² / Σ(y - mean y)²; empty if the truths are all
   * equal.
   */
  public OptionalDouble r2() {
    return truthScatter == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(1 - squared / truthScatter);
  }

  /**
   * Mean absolute scaled error (Hyndman and Koehler 2006): the MAE over that of the seasonal naive
   * forecast in the training part. Below 1 is better than that forecast did there, one step ahead.
   *
   * @param scale the errors of the seasonal naive forecast on the training part
   * @return the score; empty if the scale is undefined or no truth was observed
   */
  public OptionalDouble mase(NaiveScale scale) {
    return scale.defined() && count > 0
        ? OptionalDouble.of(mae() / scale.meanAbsolute())
        : OptionalDouble.empty();
  }

  /**
   * Root mean squared scaled error (the M5 competition, Makridakis et al. 2022).
   *
   * @param scale the errors of the seasonal naive forecast on the training part
   * @return the score; empty if the scale is undefined or no truth was observed
   */
  public OptionalDouble rmsse(NaiveScale scale) {
    return scale.defined() && count > 0
        ? OptionalDouble.of(Math.sqrt(mse() / scale.meanSquare()))
        : OptionalDouble.empty();
  }

  private long observed() {
    if (count == 0) {
      throw new DataException(
          "no score without a truth: all %d values to compare with are missing".formatted(missing));
    }
    return count;
  }

  /**
   * The running sums; a parameter object, so that no caller passes ten numbers in the wrong order.
   */
  private static final class Sums {
    private long count;
    private long missing;
    private long zeroTruths;
    private double absolute;
    private double squared;
    private double relative;
    private double symmetric;
    private double absoluteTruth;
    private double truthMean;
    private double truthScatter;

    void add(double truth, double forecast) {
      double error = Math.abs(truth - forecast);
      double magnitude = Math.abs(truth);
      count++;
      absolute += error;
      squared += error * error;
      absoluteTruth += magnitude;
      symmetric += error == 0 ? 0 : error / (magnitude + Math.abs(forecast));
      if (truth == 0) {
        zeroTruths++;
      } else {
        relative += error / magnitude;
      }
      // Welford (1962).
      double apart = truth - truthMean;
      truthMean += apart / count;
      truthScatter += apart * (truth - truthMean);
    }

    ForecastErrors freeze() {
      return new ForecastErrors(this);
    }
  }
}
