package dev.recurve.metrics;

import dev.recurve.Sequence;
import dev.recurve.Tokens;
import java.util.OptionalInt;

/**
 * The share of sequences of which every step is right: exact match. A sequence without steps that
 * count is left out.
 *
 * @param ignored the target of steps that count nothing
 */
record SequenceAccuracy(OptionalInt ignored) implements Measure<Sequence, Tokens, Share> {

  @Override
  public Class<Share> tally() {
    return Share.class;
  }

  @Override
  public Share of(Sequence logits, Tokens targets) {
    var scores = HostScores.overSteps(logits, targets, ignored);
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
