package dev.recurve.metrics;

import dev.recurve.Sequence;
import dev.recurve.Tensor;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Metrics of one logit for each yes-or-no question against targets of 0 and 1. With several
 * questions an example, all answers are pooled. Immutable.
 *
 * @param <O> the logits
 * @param <Y> the targets
 */
public final class BinaryMetrics<O, Y> {
  private static final int YES = 1;

  private final NumberSource<O, Y> source;
  private final double threshold;

  private BinaryMetrics(NumberSource<O, Y> source, double threshold) {
    this.source = source;
    this.threshold = threshold;
  }

  /** Of logits and targets of one shape. */
  public static BinaryMetrics<Tensor, Tensor> ofRows() {
    return new BinaryMetrics<>(new NumberSource.Rows(), 0.5);
  }

  /** Over all steps that are not padding. */
  public static BinaryMetrics<Sequence, Sequence> overSteps() {
    return new BinaryMetrics<>(new NumberSource.Steps(), 0.5);
  }

  /**
   * The same with another threshold, of which accuracy, precision, recall, F1 and Matthews
   * correlation depend; ½ by default.
   *
   * @param probability from which on a yes is called, 0…1
   */
  public BinaryMetrics<O, Y> threshold(double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "A threshold is a probability in 0…1, received " + probability);
    }
    return new BinaryMetrics<>(source, probability);
  }

  /** The share of answers that are right. */
  public Metric<O, Y> accuracy() {
    return confusion("accuracy", matrix -> matrix.accuracy().value());
  }

  /** Of the answers that are called yes, the share that is. */
  public Metric<O, Y> precision() {
    return confusion("precision", matrix -> ofYes(matrix, matrix.precision(YES)));
  }

  /** Of the answers that are yes, the share that is called so. */
  public Metric<O, Y> recall() {
    return confusion("recall", matrix -> ofYes(matrix, matrix.recall(YES)));
  }

  /** The harmonic mean of precision and recall of a yes. */
  public Metric<O, Y> f1() {
    return confusion("f1", matrix -> ofYes(matrix, matrix.f1(YES)));
  }

  /** Matthews correlation of targets and answers. */
  public Metric<O, Y> matthewsCorrelation() {
    return confusion("matthews-correlation", ConfusionMatrix::matthewsCorrelation);
  }

  /** The area under the ROC curve. */
  public Metric<O, Y> rocAuc() {
    return Metric.of("roc-auc", Goal.MAXIMIZE, BinaryMeasures.ranks(source), RankedScores::rocAuc);
  }

  /** The area under the precision-recall curve, as average precision. */
  public Metric<O, Y> averagePrecision() {
    return Metric.of(
        "average-precision",
        Goal.MAXIMIZE,
        BinaryMeasures.ranks(source),
        RankedScores::averagePrecision);
  }

  /** The mean of {@code -ln p} of the right answers, in nats. */
  public Metric<O, Y> logLoss() {
    return Metric.of("log-loss", Goal.MINIMIZE, BinaryMeasures.logLoss(source), MeanValue::value);
  }

  /** Brier score (Brier 1950): the mean of {@code (p - y)²}, 0…1. */
  public Metric<O, Y> brier() {
    return Metric.of("brier", Goal.MINIMIZE, BinaryMeasures.brier(source), MeanValue::value);
  }

  /**
   * Expected calibration error of the probability of a yes.
   *
   * @param bins how many, at least 1
   */
  public Metric<O, Y> calibrationError(int bins) {
    if (bins < 1) {
      throw new IllegalArgumentException("the number of bins is 1 or more, received " + bins);
    }
    return Metric.of(
        "calibration-error",
        Goal.MINIMIZE,
        BinaryMeasures.calibration(source, bins),
        CalibrationBins::expectedError);
  }

  private Metric<O, Y> confusion(String name, Function<ConfusionMatrix, OptionalDouble> figure) {
    return Metric.of(name, Goal.MAXIMIZE, BinaryMeasures.confusion(source, threshold), figure);
  }

  private static OptionalDouble ofYes(ConfusionMatrix matrix, double figure) {
    return matrix.total() == 0 ? OptionalDouble.empty() : OptionalDouble.of(figure);
  }
}
