package dev.recurve.metrics;

import java.util.OptionalDouble;
import java.util.Set;

/**
 * Precision and recall of the first k predictions where a case may have several right labels, as
 * fastText counts them: P@k over all predictions made, R@k over all right labels.
 *
 * @param hits predictions that are right
 * @param predicted predictions made
 * @param right labels that are right
 */
public record LabelHits(long hits, long predicted, long right) implements Tally<LabelHits> {
  /**
   * One case.
   *
   * @param ranked labels, the most likely first, all different
   * @param labels the right ones; may be none
   * @param k how many predictions count, at least 1
   */
  public static LabelHits of(int[] ranked, Set<Integer> labels, int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k is 1 or more, received " + k);
    }
    int made = Math.min(k, ranked.length);
    int hits = 0;
    for (int i = 0; i < made; i++) {
      hits += labels.contains(ranked[i]) ? 1 : 0;
    }
    return new LabelHits(hits, made, labels.size());
  }

  @Override
  public LabelHits plus(LabelHits other) {
    return new LabelHits(hits + other.hits, predicted + other.predicted, right + other.right);
  }

  /** P@k, 0…1; empty if nothing was predicted. */
  public OptionalDouble precision() {
    return predicted == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) hits / predicted);
  }

  /** R@k, 0…1; empty if no label is right. */
  public OptionalDouble recall() {
    return right == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) hits / right);
  }
}
