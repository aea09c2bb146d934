package dev.recurve.metrics;

/** What metrics of yes-or-no questions count. Records, so that the same is counted once. */
final class BinaryMeasures {
  private BinaryMeasures() {}

  /** Class 1 is yes; called so where the logit is above that of the threshold. */
  record Confusion<O, Y>(NumberSource<O, Y> source, double threshold)
      implements Measure<O, Y, ConfusionMatrix> {
    @Override
    public Class<ConfusionMatrix> tally() {
      return ConfusionMatrix.class;
    }

    @Override
    public ConfusionMatrix of(O prediction, Y target) {
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
    }
  }

  record Ranks<O, Y>(NumberSource<O, Y> source) implements Measure<O, Y, RankedScores> {
    @Override
    public Class<RankedScores> tally() {
      return RankedScores.class;
    }

    @Override
    public RankedScores of(O prediction, Y target) {
      var numbers = source.numbers(prediction, target);
      return RankedScores.of(numbers.predicted(), numbers.answers());
    }
  }

  /** {@code ln(1 + e^(∓x))}: nothing overflows. */
  record LogLoss<O, Y>(NumberSource<O, Y> source) implements Measure<O, Y, MeanValue> {
    @Override
    public Class<MeanValue> tally() {
      return MeanValue.class;
    }

    @Override
    public MeanValue of(O prediction, Y target) {
      var numbers = source.numbers(prediction, target);
      boolean[] answers = numbers.answers();
      double sum = 0;
      for (int i = 0; i < answers.length; i++) {
        double against = answers[i] ? -numbers.predicted()[i] : numbers.predicted()[i];
        sum += Math.max(against, 0) + Math.log1p(Math.exp(-Math.abs(against)));
      }
      return new MeanValue(sum, answers.length);
    }
  }

  record Brier<O, Y>(NumberSource<O, Y> source) implements Measure<O, Y, MeanValue> {
    @Override
    public Class<MeanValue> tally() {
      return MeanValue.class;
    }

    @Override
    public MeanValue of(O prediction, Y target) {
      var numbers = source.numbers(prediction, target);
      boolean[] answers = numbers.answers();
      double[] p = numbers.probabilities();
      double sum = 0;
      for (int i = 0; i < p.length; i++) {
        double apart = p[i] - (answers[i] ? 1 : 0);
        sum += apart * apart;
      }
      return new MeanValue(sum, p.length);
    }
  }

  /** Of the probability of a yes, not of the answer that is called. */
  record Calibration<O, Y>(NumberSource<O, Y> source, int bins)
      implements Measure<O, Y, CalibrationBins> {
    @Override
    public Class<CalibrationBins> tally() {
      return CalibrationBins.class;
    }

    @Override
    public CalibrationBins of(O prediction, Y target) {
      var numbers = source.numbers(prediction, target);
      return CalibrationBins.of(bins, numbers.probabilities(), numbers.answers());
    }
  }
}
