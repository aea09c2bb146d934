package dev.recurve.train;

import dev.recurve.Tensor;
import dev.recurve.autodiff.Tape;
import dev.recurve.data.Batches;
import dev.recurve.data.StreamBatches;
import dev.recurve.params.HostArray;
import java.util.Map;
import java.util.Optional;

/**
 * How a run goes over a batch: forward, loss and back. Belongs to the run's thread.
 *
 * @param <I> the model's input
 * @param <O> its prediction
 * @param <Y> the target
 */
interface Pass<I, O, Y> extends AutoCloseable {
  /**
   * Which batch, and its random masks.
   *
   * @param key decides the masks
   * @param epoch from 0
   * @param batch its number in the epoch, from 0
   */
  record Place(long key, int epoch, int batch) {}

  /**
   * What a batch gave.
   *
   * @param loss its mean loss
   * @param weight how much counts in it
   */
  record Outcome(Tensor loss, double weight) {}

  /** The way that fits the data and the number of workers. */
  static <I, O, Y> Pass<I, O, Y> of(Setup<I, O, Y> setup, Batches<I, Y> data) {
    if (setup.workers() > 1) {
      return ParallelPass.of(setup, data);
    }
    return data instanceof StreamBatches<I, Y> streams
        ? WindowPass.of(setup, streams)
        : new WholePass<>(setup, data);
  }

  /** Adds a batch's gradients to those that are added up, inside a step. */
  Outcome learn(Tape tape, Place place, Accumulation accumulation);

  /** The way back from a whole batch's loss. */
  static Outcome back(Tape tape, Place place, Outcome outcome, Accumulation accumulation) {
    double share = accumulation.add(place.batch(), outcome.weight());
    tape.backward(share == 1 ? outcome.loss() : outcome.loss().mul(share));
    return outcome;
  }

  /** Into how many parts each batch is cut, each with random masks of its own. */
  default int parts() {
    return 1;
  }

  /** A part's place. */
  default Place partOf(Place place, int part) {
    return place;
  }

  /**
   * Computes the loss of a part of one of the last batches once more, inside a step; changes
   * nothing.
   *
   * @return empty if the part is
   */
  Optional<Outcome> replay(Place place, int part);

  /** The states that the next window begins with, if it is one of a stream and goes on. */
  default Map<String, HostArray> states() {
    return Map.of();
  }

  /** Goes on from such states. */
  default void goOn(Map<String, HostArray> states) {}

  @Override
  default void close() {}
}
