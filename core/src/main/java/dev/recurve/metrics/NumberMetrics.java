package dev.recurve.metrics;

import dev.recurve.Sequence;
import dev.recurve.Tensor;
import dev.recurve.loss.Observed;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Metrics of predicted numbers, element by element, in the units of the targets as they are: if
 * those are scaled, so are the errors. All share what they count. Immutable.
 *
 * @param <O> the prediction
 * @param <Y> the target
 */
public final class NumberMetrics<O, Y> {
  private final Measure<O, Y, ForecastErrors> measure;

  private NumberMetrics(NumberSource<O, Y> source) {
    this.measure =
        Measure.of(
            ForecastErrors.class,
            source,
            (prediction, target) -> {
              var numbers = source.numbers(prediction, target);
              return ForecastErrors.of(numbers.truth(), numbers.predicted());
            });
  }

  /** Of tensors of one shape. */
  public static NumberMetrics<Tensor, Tensor> ofRows() {
    return new NumberMetrics<>(new NumberSource.Rows());
  }

  /** Over all steps that are not padding. */
  public static NumberMetrics<Sequence, Sequence> overSteps() {
    return new NumberMetrics<>(new NumberSource.Steps());
  }

  /** Over what was observed. */
  public static NumberMetrics<Tensor, Observed> observed() {
    return new NumberMetrics<>(new NumberSource.Seen());
  }

  /** Mean absolute error. */
  public Metric<O, Y> mae() {
    return error("mae", errors -> defined(errors, ForecastErrors::mae));
  }

  /** Mean squared error. */
  public Metric<O, Y> mse() {
    return error("mse", errors -> defined(errors, ForecastErrors::mse));
  }

  /** Root mean squared error. */
  public Metric<O, Y> rmse() {
    return error("rmse", errors -> defined(errors, ForecastErrors::rmse));
  }

  /** Mean absolute percentage error in percent, over truths other than 0. */
  public Metric<O, Y> mape() {
    return error("mape", ForecastErrors::mape);
  }

  /** Symmetric mean absolute percentage error in percent, 0 to 200. */
  public Metric<O, Y> smape() {
    return error("smape", errors -> defined(errors, ForecastErrors::smape));
  }

  /** Weighted absolute percentage error in percent. */
  public Metric<O, Y> wape() {
    return error("wape", ForecastErrors::wape);
  }

  /** Coefficient of determination, 1 at best. */
  public Metric<O, Y> r2() {
    return Metric.of("r2", Goal.MAXIMIZE, measure, ForecastErrors::r2);
  }

  private Metric<O, Y> error(String name, Function<ForecastErrors, OptionalDouble> figure) {
    return Metric.of(name, Goal.MINIMIZE, measure, figure);
  }

  private static OptionalDouble defined(
      ForecastErrors errors, Function<ForecastErrors, Double> figure) {
    return errors.count() == 0 ? OptionalDouble.empty() : OptionalDouble.of(figure.apply(errors));
  }
}
