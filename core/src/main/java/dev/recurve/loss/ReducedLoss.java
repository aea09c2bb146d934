package dev.recurve.loss;

import dev.recurve.Tensor;
import java.util.Arrays;

/** A loss whose items are folded otherwise than by their mean. */
record ReducedLoss<O, Y>(ItemLoss<O, Y> loss, Reduction how) implements Loss<O, Y> {

  @Override
  public String name() {
    return switch (how) {
      case MEAN -> loss.name();
      case SUM -> loss.name() + "-sum";
      case SEQUENCE_MEAN -> loss.name() + "-per-sequence";
    };
  }

  @Override
  public String describe() {
    return "%s of %s".formatted(how, loss.describe());
  }

  @Override
  public String explain() {
    return "%s of %s".formatted(how, loss.explain());
  }

  @Override
  public Tensor mean(O prediction, Y target) {
    return loss.items(prediction, target).reduced(how);
  }

  /** What the result is a mean over: all items, one batch, or the sequences that count. */
  @Override
  public double weight(O prediction, Y target) {
    return switch (how) {
      case MEAN -> loss.weight(prediction, target);
      case SUM -> 1;
      case SEQUENCE_MEAN -> sequences(prediction, target);
    };
  }

  private double sequences(O prediction, Y target) {
    double[] perSequence =
        loss.grid(prediction, target).perSequence(loss.counts(prediction, target));
    return Arrays.stream(perSequence).filter(count -> count > 0).count();
  }
}
