package dev.recurve.metrics;

import dev.recurve.DataException;
import dev.recurve.Lengths;
import dev.recurve.Sequence;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import dev.recurve.Tokens;
import dev.recurve.spi.DType;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Scores of C classes and the right ones, on the host, without padding and ignored targets.
 *
 * @param classes C
 * @param scores {@code [n·C]}, a row for each case
 * @param truth n right classes
 */
record HostScores(int classes, double[] scores, int[] truth) {

  /** Of logits {@code [any…, C]} and I32 targets {@code [any…]}. */
  static HostScores ofRows(Tensor logits, Tensor targets, OptionalInt ignored) {
    var shape = logits.shape();
    if (shape.rank() < 1
        || targets.type() != DType.I32
        || !shape.without(-1).equals(targets.shape())) {
      throw new ShapeException(
          "Metrics of classes expect logits [batch, classes] and integer targets [batch], received %s and %s targets %s"
              .formatted(shape, targets.type(), targets.shape()));
    }
    int[] truth = targets.toInts();
    return picked(logits, truth, IntStream.range(0, truth.length).toArray(), ignored);
  }

  /** Of logits {@code [T, B, C]} and token ids {@code [T, B]}. */
  static HostScores overSteps(Sequence logits, Tokens targets, OptionalInt ignored) {
    if (logits.features().rank() != 1 || !logits.lengths().equals(targets.lengths())) {
      throw new ShapeException(
          "Metrics over steps expect logits [time, batch, classes] and ids of the same lengths, received %s with lengths %s and ids %s with lengths %s"
              .formatted(
                  logits.data().shape(),
                  logits.lengths(),
                  targets.ids().shape(),
                  targets.lengths()));
    }
    return picked(logits.data(), targets.ids().toInts(), steps(targets.lengths()), ignored);
  }

  /** The rows {@code t·B + b} of the steps that are not padding, in order of time. */
  static int[] steps(Lengths lengths) {
    return IntStream.range(0, lengths.max() * lengths.batch())
        .filter(row -> row / lengths.batch() < lengths.at(row % lengths.batch()))
        .toArray();
  }

  private static HostScores picked(Tensor logits, int[] targets, int[] rows, OptionalInt ignored) {
    int classes = logits.shape().cols();
    double[] all = logits.toDoubles();
    int[] counting =
        Arrays.stream(rows)
            .filter(row -> ignored.isEmpty() || targets[row] != ignored.getAsInt())
            .toArray();
    double[] scores = new double[counting.length * classes];
    int[] truth = new int[counting.length];
    for (int i = 0; i < counting.length; i++) {
      truth[i] = targets[counting[i]];
      if (truth[i] < 0 || truth[i] >= classes) {
        throw new DataException(
            "The target %d is not one of the %d classes 0…%d; if it marks what shall not count, say so with ignoring(%d)"
                .formatted(truth[i], classes, classes - 1, truth[i]));
      }
      System.arraycopy(all, counting[i] * classes, scores, i * classes, classes);
    }
    for (double score : scores) {
      if (Double.isNaN(score)) {
        throw new DataException("A predicted score is NaN; no metric can be read from it");
      }
    }
    return new HostScores(classes, scores, truth);
  }

  int count() {
    return truth.length;
  }

  /** The class with the highest score of each case, the first of equals. */
  int[] best() {
    int[] best = new int[count()];
    for (int i = 0; i < best.length; i++) {
      for (int c = 1; c < classes; c++) {
        best[i] = scores[i * classes + c] > scores[i * classes + best[i]] ? c : best[i];
      }
    }
    return best;
  }

  /**
   * How many classes come before the right one of a case: those with a higher score, and of equals
   * those with a lower number.
   */
  int rank(int i) {
    double own = scores[i * classes + truth[i]];
    int before = 0;
    for (int c = 0; c < classes; c++) {
      double other = scores[i * classes + c];
      before += other > own || other == own && c < truth[i] ? 1 : 0;
    }
    return before;
  }

  /** The scores as probabilities: the softmax of each row. */
  HostScores probabilities() {
    double[] p = new double[scores.length];
    for (int i = 0; i < count(); i++) {
      double most = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < classes; c++) {
        most = Math.max(most, scores[i * classes + c]);
      }
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        p[i * classes + c] = Math.exp(scores[i * classes + c] - most);
        sum += p[i * classes + c];
      }
      for (int c = 0; c < classes; c++) {
        p[i * classes + c] /= sum;
      }
    }
    return new HostScores(classes, p, truth);
  }

  /** {@code -Σ ln softmax(x)[y]}, from the scores themselves: nothing underflows. */
  double negativeLogLikelihood() {
    double nats = 0;
    for (int i = 0; i < count(); i++) {
      double own = scores[i * classes + truth[i]];
      double most = own;
      for (int c = 0; c < classes; c++) {
        most = Math.max(most, scores[i * classes + c]);
      }
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += Math.exp(scores[i * classes + c] - most);
      }
      nats += Math.log(sum) + most - own;
    }
    return nats;
  }
}
