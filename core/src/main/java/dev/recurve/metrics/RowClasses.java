package dev.recurve.metrics;

import dev.recurve.Tensor;
import java.util.OptionalInt;

/** Logits {@code [B, C]} and integer targets {@code [B]}. */
record RowClasses(OptionalInt ignored) implements ClassMeasures.Source<Tensor, Tensor> {
  @Override
  public HostScores scores(Tensor logits, Tensor targets) {
    return HostScores.ofRows(logits, targets, ignored);
  }

  @Override
  public RowClasses ignoring(int target) {
    return new RowClasses(OptionalInt.of(target));
  }
}
