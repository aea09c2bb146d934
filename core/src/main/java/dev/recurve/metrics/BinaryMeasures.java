package dev.recurve.metrics;

import java.util.List;

/** What metrics of yes-or-no questions count. */
final class BinaryMeasures {
  private BinaryMeasures() {}

  /** Class 1 is yes; called so where its probability reaches the threshold. */
  static <O, Y> Measure<O, Y, ConfusionMatrix> confusion(
      NumberSource<O, Y> source, double threshold) {
    return Measure.of(
        ConfusionMatrix.class,
        List.of(source, threshold),
        (prediction, target) -> {
          var numbers = source.numbers(prediction, target);
          boolean[] answers = numbers.answers();
          double[] p = numbers.probabilities();
          int[] truth = new int[p.length];
          int[] called = new int[p.length];
          for (int i = 0; i < p.length; i++) {
            truth[i] = answers[i] ? 1 : 0;
            called[i] = p[i] >= threshold ? 1 : 0;
          }
          return ConfusionMatrix.of(2, truth, called);
        });
  }

  static <O, Y> Measure<O, Y, RankedScores> ranks(NumberSource<O, Y> source) {
    return Measure.of(
        RankedScores.class,
        source,
        (prediction, target) -> {
          var numbers = source.numbers(prediction, target);
          return RankedScores.of(numbers.predicted(), numbers.answers());
        });
  }

  /** {@code ln(1 + e^(∓x))}: nothing overflows. */
  static <O, Y> Measure<O, Y, MeanValue> logLoss(NumberSource<O, Y> source) {
    return Measure.of(
        MeanValue.class,
        List.of(source, "log loss"),
        (prediction, target) -> {
          var numbers = source.numbers(prediction, target);
          boolean[] answers = numbers.answers();
          double sum = 0;
          for (int i = 0; i < answers.length; i++) {
            double against = answers[i] ? -numbers.predicted()[i] : numbers.predicted()[i];
            sum += Math.max(against, 0) + Math.log1p(Math.exp(-Math.abs(against)));
          }
          return new MeanValue(sum, answers.length);
        });
  }

  static <O, Y> Measure<O, Y, MeanValue> brier(NumberSource<O, Y> source) {
    return Measure.of(
        MeanValue.class,
        List.of(source, "brier"),
        (prediction, target) -> {
          var numbers = source.numbers(prediction, target);
          boolean[] answers = numbers.answers();
          double[] p = numbers.probabilities();
          double sum = 0;
          for (int i = 0; i < p.length; i++) {
            double apart = p[i] - (answers[i] ? 1 : 0);
            sum += apart * apart;
          }
          return new MeanValue(sum, p.length);
        });
  }

  /** Of the probability of a yes, not of the answer that is called. */
  static <O, Y> Measure<O, Y, CalibrationBins> calibration(NumberSource<O, Y> source, int bins) {
    return Measure.of(
        CalibrationBins.class,
        List.of(source, bins),
        (prediction, target) -> {
          var numbers = source.numbers(prediction, target);
          return CalibrationBins.of(bins, numbers.probabilities(), numbers.answers());
        });
  }
}
