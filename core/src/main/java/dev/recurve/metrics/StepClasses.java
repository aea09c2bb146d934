package dev.recurve.metrics;

import dev.recurve.Sequence;
import dev.recurve.Tokens;
import java.util.OptionalInt;

/** Logits {@code [T, B, C]} and token ids, over the steps that are not padding. */
record StepClasses(OptionalInt ignored) implements ClassMeasures.Source<Sequence, Tokens> {
  @Override
  public HostScores scores(Sequence logits, Tokens targets) {
    return HostScores.overSteps(logits, targets, ignored);
  }

  @Override
  public StepClasses ignoring(int target) {
    return new StepClasses(OptionalInt.of(target));
  }

  /**
   * The share of sequences of which every step is right. A sequence without steps that count is
   * left out.
   */
  Measure<Sequence, Tokens, Share> whole() {
    return Measure.of(Share.class, this, this::countWhole);
  }

  private Share countWhole(Sequence logits, Tokens targets) {
    var scores = scores(logits, targets);
    int[] best = scores.best();
    int[] ids = targets.ids().toInts();
    int batch = targets.lengths().batch();
    boolean[] counting = new boolean[batch];
    boolean[] wrong = new boolean[batch];
    int next = 0;
    for (int row : HostScores.steps(targets.lengths())) {
      if (ignored.isEmpty() || ids[row] != ignored.getAsInt()) {
        counting[row % batch] = true;
        wrong[row % batch] |= best[next] != scores.truth()[next];
        next++;
      }
    }
    long count = 0;
    long hits = 0;
    for (int b = 0; b < batch; b++) {
      count += counting[b] ? 1 : 0;
      hits += counting[b] && !wrong[b] ? 1 : 0;
    }
    return new Share(hits, count);
  }
}
