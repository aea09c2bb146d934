package dev.recurve.metrics;

import dev.recurve.Sequence;
import dev.recurve.Tensor;
import dev.recurve.loss.Observed;

/**
 * Where predicted numbers and the right ones come from. Records, so that the same is read once.
 *
 * @param <O> the prediction
 * @param <Y> the target
 */
sealed interface NumberSource<O, Y> {
  HostNumbers numbers(O prediction, Y target);

  /** Tensors of one shape. */
  record Rows() implements NumberSource<Tensor, Tensor> {
    @Override
    public HostNumbers numbers(Tensor prediction, Tensor target) {
      return HostNumbers.ofRows(prediction, target);
    }
  }

  /** The steps of sequences. */
  record Steps() implements NumberSource<Sequence, Sequence> {
    @Override
    public HostNumbers numbers(Sequence prediction, Sequence target) {
      return HostNumbers.overSteps(prediction, target);
    }
  }

  /** What was observed. */
  record Seen() implements NumberSource<Tensor, Observed> {
    @Override
    public HostNumbers numbers(Tensor prediction, Observed target) {
      return HostNumbers.observed(prediction, target);
    }
  }
}
