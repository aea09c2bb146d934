package dev.recurve.nn;

import dev.recurve.Sequence;
import dev.recurve.ShapeException;
import dev.recurve.State;
import dev.recurve.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * A recurrent layer that goes on, batch after batch, where it ended: row b of a batch continues row
 * b of the one before, as a long text does that is cut into windows. No gradient flows from one
 * batch into another (truncated backpropagation through time). It changes with every run, so it is
 * no layer; it belongs to one thread.
 *
 * <pre>{@code
 * var through = Continued.over(Lstm.sized(64, 128).with(params));
 * for (var window : windows) {
 *   step(() -> loss(through.run(window).output()));
 * }
 * through.reset();
 * }</pre>
 *
 * @param <S> the cells' state
 */
public final class Continued<S extends State<S>> {
  private final Recurrent<S> layer;
  private Optional<List<S>> states = Optional.empty();

  private Continued(Recurrent<S> layer) {
    this.layer = layer;
  }

  /** Runs of a layer, beginning with its initial states. */
  public static <S extends State<S>> Continued<S> over(Recurrent<S> layer) {
    return new Continued<>(layer);
  }

  /**
   * Runs the next batch.
   *
   * @throws ShapeException if it has another number of sequences than the one before
   */
  public Recurrent.Run<S> run(Sequence input) {
    var run = states.isEmpty() ? layer.run(input) : layer.runFrom(input, goOn(input));
    states = Optional.of(run.last().stream().map(state -> state.map(Tensor::keep)).toList());
    return run;
  }

  private List<S> goOn(Sequence input) {
    var from = states.orElseThrow();
    int rows = from.getFirst().tensors().getFirst().shape().dim(0);
    if (rows != input.batch()) {
      throw new ShapeException(
          "%s goes on with %d sequences, received a batch of %d; reset() before a batch of another size"
              .formatted(layer.describe(), rows, input.batch()));
    }
    return from;
  }

  /** The states where the last batch ended; none before the first one. */
  public Optional<List<S>> states() {
    return states;
  }

  /** Goes on from other states, for example from a checkpoint's. */
  public void restore(List<S> from) {
    states = Optional.of(from.stream().map(state -> state.map(Tensor::keep)).toList());
  }

  /** Begins the next batch anew. */
  public void reset() {
    states = Optional.empty();
  }
}
