package dev.recurve.metrics;

import dev.recurve.DataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Scores of yes-or-no cases, of which only the order counts: how well they put the positive cases
 * before the negative ones, at every threshold. Equal scores are passed together. Keeps all scores.
 * Immutable.
 */
public final class RankedScores implements Tally<RankedScores> {
  /** Pieces as they came, joined only when a figure is read. */
  private final List<Piece> pieces;

  private record Piece(double[] scores, boolean[] positive) {}

  /** Cases of one score: how many there are of each kind. */
  private record Step(double score, long positives, long negatives) {}

  private RankedScores(List<Piece> pieces) {
    this.pieces = pieces;
  }

  /**
   * Notes cases down.
   *
   * @param scores the higher, the more likely positive; any scale
   * @param positive as many: which of them are
   * @throws DataException if a score is NaN
   */
  public static RankedScores of(double[] scores, boolean[] positive) {
    if (scores.length != positive.length) {
      throw new IllegalArgumentException(
          "expected one score for each case, received %d scores and %d cases"
              .formatted(scores.length, positive.length));
    }
    for (int i = 0; i < scores.length; i++) {
      if (Double.isNaN(scores[i])) {
        throw new DataException("score %d is NaN and cannot be ranked".formatted(i));
      }
    }
    return new RankedScores(List.of(new Piece(scores.clone(), positive.clone())));
  }

  @Override
  public RankedScores plus(RankedScores other) {
    var both = new ArrayList<>(pieces);
    both.addAll(other.pieces);
    return new RankedScores(List.copyOf(both));
  }

  /** Number of positive cases. */
  public long positives() {
    return count(true);
  }

  /** Number of negative cases. */
  public long negatives() {
    return count(false);
  }

  private long count(boolean wanted) {
    long count = 0;
    for (var piece : pieces) {
      for (boolean is : piece.positive) {
        count += is == wanted ? 1 : 0;
      }
    }
    return count;
  }

  /** From the highest score down. */
  private List<Step> descending() {
    double[] positives = sorted(true);
    double[] negatives = sorted(false);
    var steps = new ArrayList<Step>();
    int p = positives.length - 1;
    int n = negatives.length - 1;
    while (p >= 0 || n >= 0) {
      double score =
          Math.max(
              p >= 0 ? positives[p] : Double.NEGATIVE_INFINITY,
              n >= 0 ? negatives[n] : Double.NEGATIVE_INFINITY);
      int fromP = p;
      int fromN = n;
      while (p >= 0 && positives[p] == score) {
        p--;
      }
      while (n >= 0 && negatives[n] == score) {
        n--;
      }
      steps.add(new Step(score, fromP - p, fromN - n));
    }
    return steps;
  }

  private double[] sorted(boolean wanted) {
    double[] scores = new double[Math.toIntExact(count(wanted))];
    int next = 0;
    for (var piece : pieces) {
      for (int i = 0; i < piece.scores.length; i++) {
        if (piece.positive[i] == wanted) {
          // Adding 0 makes -0 a 0, which is its equal but would be sorted before it.
          scores[next++] = piece.scores[i] + 0.0;
        }
      }
    }
    Arrays.sort(scores);
    return scores;
  }

  /**
   * The share of pairs of a positive and a negative case in which the positive one has the higher
   * score, equal scores counting half (Mann and Whitney 1947): the area under the ROC curve. Empty
   * if either kind is missing.
   */
  public OptionalDouble rocAuc() {
    long positives = positives();
    long negatives = negatives();
    if (positives == 0 || negatives == 0) {
      return OptionalDouble.empty();
    }
    double won = 0;
    long above = 0;
    for (var step : descending()) {
      won += step.negatives * (above + 0.5 * step.positives);
      above += step.positives;
    }
    return OptionalDouble.of(won / positives / negatives);
  }

  /**
   * The receiver operating characteristic: true against false positive rates, from (0, 0) to (1,
   * 1), one point for each different score. Empty if either kind is missing.
   */
  public List<CurvePoint> rocCurve() {
    double positives = positives();
    double negatives = negatives();
    if (positives == 0 || negatives == 0) {
      return List.of();
    }
    var points = new ArrayList<CurvePoint>();
    points.add(new CurvePoint(Double.POSITIVE_INFINITY, 0, 0));
    long hits = 0;
    long falseAlarms = 0;
    for (var step : descending()) {
      hits += step.positives;
      falseAlarms += step.negatives;
      points.add(new CurvePoint(step.score, falseAlarms / negatives, hits / positives));
    }
    return List.copyOf(points);
  }

  /**
   * Precision against recall, from the highest threshold down, one point for each different score;
   * it begins with recall 0 and precision 1, where nothing is called positive. Empty if there is no
   * positive case.
   */
  public List<CurvePoint> precisionRecallCurve() {
    double positives = positives();
    if (positives == 0) {
      return List.of();
    }
    var points = new ArrayList<CurvePoint>();
    points.add(new CurvePoint(Double.POSITIVE_INFINITY, 0, 1));
    long hits = 0;
    long called = 0;
    for (var step : descending()) {
      hits += step.positives;
      called += step.positives + step.negatives;
      points.add(new CurvePoint(step.score, hits / positives, (double) hits / called));
    }
    return List.copyOf(points);
  }

  /**
   * Average precision, {@code Σ (R_n - R_(n-1))·P_n} over the thresholds: the area under the
   * precision-recall curve without interpolation, which would be too good. Empty if there is no
   * positive case.
   */
  public OptionalDouble averagePrecision() {
    var curve = precisionRecallCurve();
    double sum = 0;
    for (int i = 1; i < curve.size(); i++) {
      sum += (curve.get(i).x() - curve.get(i - 1).x()) * curve.get(i).y();
    }
    return curve.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(sum);
  }

  /**
   * The area under the precision-recall curve by trapezoids. Empty if there is no positive case.
   *
   * @see #averagePrecision() the figure to prefer (Davis and Goadrich 2006)
   */
  public OptionalDouble precisionRecallAuc() {
    var curve = precisionRecallCurve();
    double sum = 0;
    for (int i = 1; i < curve.size(); i++) {
      double width = curve.get(i).x() - curve.get(i - 1).x();
      sum += width * 0.5 * (curve.get(i).y() + curve.get(i - 1).y());
    }
    return curve.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(sum);
  }
}
