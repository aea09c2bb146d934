package dev.recurve.metrics;

import dev.recurve.DataException;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;

/**
 * How often each class was predicted where each was right. Precision, recall and F1 of 0/0 are 0: a
 * class that never came and was never predicted counts as 0 in a macro average. Immutable.
 */
public final class ConfusionMatrix implements Tally<ConfusionMatrix> {
  private final int classes;
  private final long[] counts;

  private ConfusionMatrix(int classes, long[] counts) {
    this.classes = classes;
    this.counts = counts;
  }

  /**
   * Counts predictions.
   *
   * @param classes C, at least 1
   * @param truth the right classes, 0…C-1
   * @param predicted as many, 0…C-1
   * @throws DataException if a class is out of range, naming its index
   */
  public static ConfusionMatrix of(int classes, int[] truth, int[] predicted) {
    if (classes < 1 || truth.length != predicted.length) {
      throw new IllegalArgumentException(
          "expected one prediction for each truth and at least 1 class, received %d truths, %d predictions and %d classes"
              .formatted(truth.length, predicted.length, classes));
    }
    long[] counts = new long[Math.multiplyExact(classes, classes)];
    for (int i = 0; i < truth.length; i++) {
      require("truth", i, truth[i], classes);
      require("prediction", i, predicted[i], classes);
      counts[truth[i] * classes + predicted[i]]++;
    }
    return new ConfusionMatrix(classes, counts);
  }

  private static void require(String what, int index, int value, int classes) {
    if (value < 0 || value >= classes) {
      throw new DataException(
          "%s %d is %d; the %d classes are 0…%d"
              .formatted(what, index, value, classes, classes - 1));
    }
  }

  @Override
  public ConfusionMatrix plus(ConfusionMatrix other) {
    if (classes != other.classes) {
      throw new IllegalArgumentException(
          "confusion matrices of %d and of %d classes do not add up"
              .formatted(classes, other.classes));
    }
    long[] sums = new long[counts.length];
    Arrays.setAll(sums, i -> counts[i] + other.counts[i]);
    return new ConfusionMatrix(classes, sums);
  }

  /** C. */
  public int classes() {
    return classes;
  }

  /** How often one class was predicted where another, or the same, was right. */
  public long count(int truth, int predicted) {
    return counts[truth * classes + predicted];
  }

  /** All predictions. */
  public long total() {
    return Arrays.stream(counts).sum();
  }

  /** How often a class was right. */
  public long support(int c) {
    return Arrays.stream(counts, c * classes, (c + 1) * classes).sum();
  }

  /** How often a class was predicted. */
  public long predicted(int c) {
    long sum = 0;
    for (int t = 0; t < classes; t++) {
      sum += count(t, c);
    }
    return sum;
  }

  /** How many predictions are right. */
  public Share accuracy() {
    return new Share(hits(), total());
  }

  private long hits() {
    long hits = 0;
    for (int c = 0; c < classes; c++) {
      hits += count(c, c);
    }
    return hits;
  }

  /** Of the predictions of a class, the share that is right, 0…1. */
  public double precision(int c) {
    return ratio(count(c, c), predicted(c));
  }

  /** Of the cases of a class, the share that was found, 0…1. */
  public double recall(int c) {
    return ratio(count(c, c), support(c));
  }

  /** The harmonic mean of precision and recall, {@code 2·hits / (support + predicted)}, 0…1. */
  public double f1(int c) {
    return ratio(2 * count(c, c), support(c) + predicted(c));
  }

  private static double ratio(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  /** Precision over all classes; empty without predictions. */
  public OptionalDouble precision(Averaging how) {
    return averaged(how, this::precision);
  }

  /** Recall over all classes; empty without predictions. */
  public OptionalDouble recall(Averaging how) {
    return averaged(how, this::recall);
  }

  /** F1 over all classes; empty without predictions. */
  public OptionalDouble f1(Averaging how) {
    return averaged(how, this::f1);
  }

  /** With one prediction a case, micro averages of all three are the accuracy. */
  private OptionalDouble averaged(Averaging how, IntToDoubleFunction figure) {
    long total = total();
    if (total == 0) {
      return OptionalDouble.empty();
    }
    if (how == Averaging.MICRO) {
      return accuracy().value();
    }
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      double weight = how == Averaging.MACRO ? 1.0 / classes : (double) support(c) / total;
      sum += weight * figure.applyAsDouble(c);
    }
    return OptionalDouble.of(sum);
  }

  /**
   * Matthews correlation of truths and predictions, for any number of classes (Gorodkin 2004): 1 if
   * all are right, around 0 if they have nothing to do with each other, and 0 where only one class
   * is right, or only one was predicted. Empty without predictions.
   */
  public OptionalDouble matthewsCorrelation() {
    double total = total();
    if (total == 0) {
      return OptionalDouble.empty();
    }
    // Shares, not counts: products of counts overflow.
    double together = hits() / total;
    double truthsAlike = 0;
    double predictionsAlike = 0;
    double byChance = 0;
    for (int c = 0; c < classes; c++) {
      double t = support(c) / total;
      double p = predicted(c) / total;
      byChance += t * p;
      truthsAlike += t * t;
      predictionsAlike += p * p;
    }
    double scale = Math.sqrt((1 - truthsAlike) * (1 - predictionsAlike));
    return OptionalDouble.of(scale > 0 ? (together - byChance) / scale : 0);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConfusionMatrix that
        && classes == that.classes
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }

  /** A row for each right class, a column for each predicted one. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    for (int t = 0; t < classes; t++) {
      text.append(Arrays.toString(Arrays.copyOfRange(counts, t * classes, (t + 1) * classes)));
      text.append(t + 1 < classes ? "\n" : "");
    }
    return text.toString();
  }
}
