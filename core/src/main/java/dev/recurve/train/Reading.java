package dev.recurve.train;

import dev.recurve.Layer;
import dev.recurve.Streamable;
import dev.recurve.autodiff.CarriedStates;
import dev.recurve.data.Batches;
import dev.recurve.data.StreamBatches;
import java.util.Optional;

/**
 * A model that reads a data set from its first batch to its last, without gradients; from window to
 * window of a stream it goes on from its own states.
 */
final class Reading<I, O> {
  private final Layer<I, O> net;
  private final Optional<? extends StreamBatches<I, ?>> streams;
  private final CarriedStates carried = new CarriedStates();

  /**
   * Before the first batch.
   *
   * @throws dev.recurve.RecurveException if the data are streams and the model cannot go on from
   *     window to window, naming the layer
   */
  Reading(Layer<I, O> net, Batches<I, ?> data) {
    this.net = net;
    this.streams =
        data instanceof StreamBatches<I, ?> these ? Optional.of(these) : Optional.empty();
    if (streams.isPresent()) {
      Streamable.of(net);
    }
  }

  /** The prediction for a batch, inside its step. */
  O apply(int index, I input) {
    if (streams.isEmpty()) {
      return net.apply(input);
    }
    if (streams.get().begins(index)) {
      carried.forget();
    }
    var prediction = carried.during(() -> net.apply(input));
    carried.restore(carried.kept());
    return prediction;
  }
}
