package dev.recurve.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Ranked scores of each class against all others. Figures are plain means over the classes of which
 * both a case and another class's case came; the others are left out.
 *
 * @param classes one entry a class
 */
public record OneVersusRest(List<RankedScores> classes) implements Tally<OneVersusRest> {
  /** Copies the list. */
  public OneVersusRest {
    classes = List.copyOf(classes);
  }

  /**
   * Notes cases down.
   *
   * @param classes C
   * @param scores {@code [n·C]}, a row for each case
   * @param truth n right classes
   */
  public static OneVersusRest of(int classes, double[] scores, int[] truth) {
    if (scores.length != Math.multiplyExact(truth.length, classes)) {
      throw new IllegalArgumentException(
          "expected %d scores for each of %d cases, received %d"
              .formatted(classes, truth.length, scores.length));
    }
    var all = new ArrayList<RankedScores>();
    for (int c = 0; c < classes; c++) {
      double[] own = new double[truth.length];
      boolean[] positive = new boolean[truth.length];
      for (int i = 0; i < truth.length; i++) {
        own[i] = scores[i * classes + c];
        positive[i] = truth[i] == c;
      }
      all.add(RankedScores.of(own, positive));
    }
    return new OneVersusRest(all);
  }

  @Override
  public OneVersusRest plus(OneVersusRest other) {
    if (classes.size() != other.classes.size()) {
      throw new IllegalArgumentException(
          "scores of %d and of %d classes do not add up"
              .formatted(classes.size(), other.classes.size()));
    }
    var sums = new ArrayList<RankedScores>();
    for (int c = 0; c < classes.size(); c++) {
      sums.add(classes.get(c).plus(other.classes.get(c)));
    }
    return new OneVersusRest(sums);
  }

  /** The mean area under the ROC curves; empty if no class has one. */
  public OptionalDouble rocAuc() {
    return mean(RankedScores::rocAuc);
  }

  /** The mean average precision; empty if no class has one. */
  public OptionalDouble averagePrecision() {
    return mean(RankedScores::averagePrecision);
  }

  private OptionalDouble mean(Function<RankedScores, OptionalDouble> figure) {
    return classes.stream()
        .filter(c -> c.positives() > 0 && c.negatives() > 0)
        .map(figure)
        .flatMapToDouble(OptionalDouble::stream)
        .average();
  }
}
