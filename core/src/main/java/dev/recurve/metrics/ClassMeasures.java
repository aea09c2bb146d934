package dev.recurve.metrics;

import java.util.Arrays;
import java.util.List;

/** What metrics of classes count. */
final class ClassMeasures {
  private ClassMeasures() {}

  /** Where scores come from; a record, so that the same is counted once. */
  interface Source<O, Y> {
    HostScores scores(O prediction, Y target);

    Source<O, Y> ignoring(int target);
  }

  static <O, Y> Measure<O, Y, ConfusionMatrix> confusion(Source<O, Y> source) {
    return Measure.of(
        ConfusionMatrix.class,
        source,
        (prediction, target) -> {
          var scores = source.scores(prediction, target);
          return ConfusionMatrix.of(scores.classes(), scores.truth(), scores.best());
        });
  }

  static <O, Y> Measure<O, Y, Share> top(Source<O, Y> source, int k) {
    return Measure.of(
        Share.class,
        List.of(source, k),
        (prediction, target) -> {
          var scores = source.scores(prediction, target);
          long hits = 0;
          for (int i = 0; i < scores.count(); i++) {
            hits += scores.rank(i) < k ? 1 : 0;
          }
          return new Share(hits, scores.count());
        });
  }

  static <O, Y> Measure<O, Y, MeanValue> logLoss(Source<O, Y> source) {
    return Measure.of(
        MeanValue.class,
        List.of(source, "log loss"),
        (prediction, target) -> {
          var scores = source.scores(prediction, target);
          return new MeanValue(scores.negativeLogLikelihood(), scores.count());
        });
  }

  static <O, Y> Measure<O, Y, MeanValue> brier(Source<O, Y> source) {
    return Measure.of(
        MeanValue.class,
        List.of(source, "brier"),
        (prediction, target) -> {
          var p = source.scores(prediction, target).probabilities();
          double sum = 0;
          for (int i = 0; i < p.scores().length; i++) {
            boolean right = p.truth()[i / p.classes()] == i % p.classes();
            double apart = p.scores()[i] - (right ? 1 : 0);
            sum += apart * apart;
          }
          return new MeanValue(sum, p.count());
        });
  }

  static <O, Y> Measure<O, Y, CalibrationBins> calibration(Source<O, Y> source, int bins) {
    return Measure.of(
        CalibrationBins.class,
        List.of(source, bins),
        (prediction, target) -> {
          var p = source.scores(prediction, target).probabilities();
          int[] best = p.best();
          double[] confidence = new double[best.length];
          Arrays.setAll(confidence, i -> p.scores()[i * p.classes() + best[i]]);
          boolean[] right = new boolean[best.length];
          for (int i = 0; i < best.length; i++) {
            right[i] = best[i] == p.truth()[i];
          }
          return CalibrationBins.of(bins, confidence, right);
        });
  }

  /** By probability, not logit: logits of different cases do not compare. */
  static <O, Y> Measure<O, Y, OneVersusRest> ranks(Source<O, Y> source) {
    return Measure.of(
        OneVersusRest.class,
        source,
        (prediction, target) -> {
          var p = source.scores(prediction, target).probabilities();
          return OneVersusRest.of(p.classes(), p.scores(), p.truth());
        });
  }
}
