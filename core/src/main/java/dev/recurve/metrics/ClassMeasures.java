package dev.recurve.metrics;

import dev.recurve.Sequence;
import dev.recurve.Tensor;
import dev.recurve.Tokens;
import java.util.Arrays;
import java.util.OptionalInt;

/** What metrics of classes count. Records, so that the same is counted once. */
final class ClassMeasures {
  private ClassMeasures() {}

  /** Where scores come from. */
  interface Source<O, Y> {
    HostScores scores(O prediction, Y target);

    Source<O, Y> ignoring(int target);
  }

  record Rows(OptionalInt ignored) implements Source<Tensor, Tensor> {
    @Override
    public HostScores scores(Tensor logits, Tensor targets) {
      return HostScores.ofRows(logits, targets, ignored);
    }

    @Override
    public Rows ignoring(int target) {
      return new Rows(OptionalInt.of(target));
    }
  }

  record Steps(OptionalInt ignored) implements Source<Sequence, Tokens> {
    @Override
    public HostScores scores(Sequence logits, Tokens targets) {
      return HostScores.overSteps(logits, targets, ignored);
    }

    @Override
    public Steps ignoring(int target) {
      return new Steps(OptionalInt.of(target));
    }
  }

  record Confusion<O, Y>(Source<O, Y> source) implements Measure<O, Y, ConfusionMatrix> {
    @Override
    public Class<ConfusionMatrix> tally() {
      return ConfusionMatrix.class;
    }

    @Override
    public ConfusionMatrix of(O prediction, Y target) {
      var scores = source.scores(prediction, target);
      return ConfusionMatrix.of(scores.classes(), scores.truth(), scores.best());
    }
  }

  record Top<O, Y>(Source<O, Y> source, int k) implements Measure<O, Y, Share> {
    @Override
    public Class<Share> tally() {
      return Share.class;
    }

    @Override
    public Share of(O prediction, Y target) {
      var scores = source.scores(prediction, target);
      long hits = 0;
      for (int i = 0; i < scores.count(); i++) {
        hits += scores.rank(i) < k ? 1 : 0;
      }
      return new Share(hits, scores.count());
    }
  }

  record LogLoss<O, Y>(Source<O, Y> source) implements Measure<O, Y, MeanValue> {
    @Override
    public Class<MeanValue> tally() {
      return MeanValue.class;
    }

    @Override
    public MeanValue of(O prediction, Y target) {
      var scores = source.scores(prediction, target);
      return new MeanValue(scores.negativeLogLikelihood(), scores.count());
    }
  }

  record Brier<O, Y>(Source<O, Y> source) implements Measure<O, Y, MeanValue> {
    @Override
    public Class<MeanValue> tally() {
      return MeanValue.class;
    }

    @Override
    public MeanValue of(O prediction, Y target) {
      var p = source.scores(prediction, target).probabilities();
      double sum = 0;
      for (int i = 0; i < p.scores().length; i++) {
        boolean right = p.truth()[i / p.classes()] == i % p.classes();
        double apart = p.scores()[i] - (right ? 1 : 0);
        sum += apart * apart;
      }
      return new MeanValue(sum, p.count());
    }
  }

  record Calibration<O, Y>(Source<O, Y> source, int bins)
      implements Measure<O, Y, CalibrationBins> {
    @Override
    public Class<CalibrationBins> tally() {
      return CalibrationBins.class;
    }

    @Override
    public CalibrationBins of(O prediction, Y target) {
      var p = source.scores(prediction, target).probabilities();
      int[] best = p.best();
      double[] confidence = new double[best.length];
      Arrays.setAll(confidence, i -> p.scores()[i * p.classes() + best[i]]);
      boolean[] right = new boolean[best.length];
      for (int i = 0; i < best.length; i++) {
        right[i] = best[i] == p.truth()[i];
      }
      return CalibrationBins.of(bins, confidence, right);
    }
  }

  /** By probability, not logit: logits of different cases do not compare. */
  record Ranks<O, Y>(Source<O, Y> source) implements Measure<O, Y, OneVersusRest> {
    @Override
    public Class<OneVersusRest> tally() {
      return OneVersusRest.class;
    }

    @Override
    public OneVersusRest of(O prediction, Y target) {
      var p = source.scores(prediction, target).probabilities();
      return OneVersusRest.of(p.classes(), p.scores(), p.truth());
    }
  }
}
