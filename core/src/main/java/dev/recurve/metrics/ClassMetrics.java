package dev.recurve.metrics;

import dev.recurve.Sequence;
import dev.recurve.Tensor;
import dev.recurve.Tokens;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Metrics of logits over classes against right classes. All that read a confusion matrix share it.
 * Immutable.
 *
 * @param <O> the logits
 * @param <Y> the targets
 */
public final class ClassMetrics<O, Y> {
  private final ClassMeasures.Source<O, Y> source;

  private ClassMetrics(ClassMeasures.Source<O, Y> source) {
    this.source = source;
  }

  /** Of logits {@code [B, C]} and integer targets {@code [B]}. */
  public static ClassMetrics<Tensor, Tensor> ofRows() {
    return new ClassMetrics<>(new RowClasses(OptionalInt.empty()));
  }

  /** Of logits {@code [T, B, C]} and token ids, over all steps that are not padding. */
  public static ClassMetrics<Sequence, Tokens> overSteps() {
    return new ClassMetrics<>(new StepClasses(OptionalInt.empty()));
  }

  /** The share of sequences of which every step is right: exact match. */
  public static Metric<Sequence, Tokens> sequenceAccuracy() {
    return sequenceAccuracy(OptionalInt.empty());
  }

  /**
   * The same without the steps that have this target.
   *
   * @param ignored for example -100
   */
  public static Metric<Sequence, Tokens> sequenceAccuracyIgnoring(int ignored) {
    return sequenceAccuracy(OptionalInt.of(ignored));
  }

  private static Metric<Sequence, Tokens> sequenceAccuracy(OptionalInt ignored) {
    return Metric.of(
        "sequence-accuracy", Goal.MAXIMIZE, new StepClasses(ignored).whole(), Share::value);
  }

  /**
   * The same without the cases that have this target.
   *
   * @param target for example -100
   */
  public ClassMetrics<O, Y> ignoring(int target) {
    return new ClassMetrics<>(source.ignoring(target));
  }

  /** The share of cases in which the right class has the highest score. */
  public Metric<O, Y> accuracy() {
    return confusion("accuracy", matrix -> matrix.accuracy().value());
  }

  /**
   * The share of cases in which the right class is among the k with the highest scores.
   *
   * @param k at least 1
   */
  public Metric<O, Y> topAccuracy(int k) {
    requirePositive("k", k);
    return Metric.of(
        "top-%d-accuracy".formatted(k), Goal.MAXIMIZE, ClassMeasures.top(source, k), Share::value);
  }

  /** Precision over all classes. */
  public Metric<O, Y> precision(Averaging how) {
    return confusion(name(how, "precision"), matrix -> matrix.precision(how));
  }

  /** Recall over all classes. */
  public Metric<O, Y> recall(Averaging how) {
    return confusion(name(how, "recall"), matrix -> matrix.recall(how));
  }

  /** F1 over all classes. */
  public Metric<O, Y> f1(Averaging how) {
    return confusion(name(how, "f1"), matrix -> matrix.f1(how));
  }

  /** Matthews correlation of targets and predictions. */
  public Metric<O, Y> matthewsCorrelation() {
    return confusion("matthews-correlation", ConfusionMatrix::matthewsCorrelation);
  }

  /** The mean of {@code -ln softmax(x)[y]}, in nats. */
  public Metric<O, Y> logLoss() {
    return Metric.of("log-loss", Goal.MINIMIZE, ClassMeasures.logLoss(source), MeanValue::value);
  }

  /**
   * Brier score (Brier 1950): the mean over cases of {@code Σ_c (p_c - 1[c = y])²} with p the
   * softmax of the logits, 0…2.
   */
  public Metric<O, Y> brier() {
    return Metric.of("brier", Goal.MINIMIZE, ClassMeasures.brier(source), MeanValue::value);
  }

  /**
   * Expected calibration error of the probability given to the predicted class (Guo et al. 2017).
   *
   * @param bins how many; 15 in the paper
   */
  public Metric<O, Y> calibrationError(int bins) {
    requirePositive("the number of bins", bins);
    return Metric.of(
        "calibration-error",
        Goal.MINIMIZE,
        ClassMeasures.calibration(source, bins),
        CalibrationBins::expectedError);
  }

  /** The mean over classes of the area under the ROC curve of its probability against the rest. */
  public Metric<O, Y> rocAuc() {
    return Metric.of("roc-auc", Goal.MAXIMIZE, ClassMeasures.ranks(source), OneVersusRest::rocAuc);
  }

  /** The mean over classes of the average precision of its probability against the rest. */
  public Metric<O, Y> averagePrecision() {
    return Metric.of(
        "average-precision",
        Goal.MAXIMIZE,
        ClassMeasures.ranks(source),
        OneVersusRest::averagePrecision);
  }

  private Metric<O, Y> confusion(String name, Function<ConfusionMatrix, OptionalDouble> figure) {
    return Metric.of(name, Goal.MAXIMIZE, ClassMeasures.confusion(source), figure);
  }

  private static String name(Averaging how, String figure) {
    return how.name().toLowerCase(Locale.ROOT) + "-" + figure;
  }

  private static void requirePositive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s is 1 or more, received %d".formatted(what, value));
    }
  }
}
