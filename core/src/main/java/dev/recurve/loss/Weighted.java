package dev.recurve.loss;

import dev.recurve.Tensor;
import java.util.Objects;

/**
 * Targets of examples that count differently.
 *
 * @param target what is to be predicted
 * @param weights how much each example counts, {@code [B]}, 0 or more; over the steps of sequences
 *     also {@code [T, B]}, where what lies past a length is never looked at
 * @param <Y> the target
 */
public record Weighted<Y>(Y target, Tensor weights) {
  /** Checks that both are there. */
  public Weighted {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(weights, "weights");
  }
}
