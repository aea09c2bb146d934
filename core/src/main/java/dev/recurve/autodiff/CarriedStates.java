package dev.recurve.autodiff;

import dev.recurve.RecurveException;
import dev.recurve.ShapeException;
import dev.recurve.State;
import dev.recurve.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The states that recurrent layers hand from one window of a stream to the next, while the layers
 * themselves hold none. Layers are told apart by the order in which they run, which is the same in
 * every window. Belongs to one thread.
 */
public final class CarriedStates {
  private static final ScopedValue<CarriedStates> CURRENT = ScopedValue.newInstance();

  /** Of all layers end to end; empty where they begin anew. */
  private List<Tensor> tensors = List.of();

  private int taken;
  private final List<Tensor> left = new ArrayList<>();

  /** None yet: layers begin with their initial states. */
  public CarriedStates() {}

  /** Those of the running window, if it is one of a stream. */
  public static Optional<CarriedStates> current() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  /**
   * Runs a window, or a piece of one: layers inside go on from these states and leave new ones.
   *
   * @throws RecurveException if other layers ran than in the window before
   */
  public <R> R during(Supplier<R> window) {
    taken = 0;
    left.clear();
    R result = ScopedValue.where(CURRENT, this).call(window::get);
    if (!tensors.isEmpty() && tensors.size() != taken) {
      throw new RecurveException(
          "The window before left %d state tensors, this one went on from %d; over a stream, a model runs the same layers in every window"
              .formatted(tensors.size(), taken));
    }
    tensors = List.copyOf(left);
    return result;
  }

  /**
   * The states that a layer goes on from.
   *
   * @param layer for messages
   * @param initial what it begins a stream with
   * @throws ShapeException if what is carried does not fit
   */
  public <S extends State<S>> List<S> start(String layer, List<S> initial) {
    return tensors.isEmpty()
        ? initial
        : initial.stream().map(state -> state.map(like -> next(layer, like))).toList();
  }

  private Tensor next(String layer, Tensor like) {
    if (taken == tensors.size() || !tensors.get(taken).shape().equals(like.shape())) {
      throw new ShapeException(
          "%s goes on from a state of %s, the window before left %s; over a stream, every window has the same batch and layers"
              .formatted(
                  layer,
                  like.shape(),
                  taken == tensors.size() ? "none" : tensors.get(taken).shape()));
    }
    return tensors.get(taken++);
  }

  /** Takes what a layer leaves behind. */
  public void leave(List<? extends State<?>> last) {
    last.forEach(state -> left.addAll(state.tensors()));
  }

  /** Lets layers begin anew. */
  public void forget() {
    tensors = List.of();
  }

  /** Lets no gradients flow back beyond here. */
  public void detach() {
    tensors = tensors.stream().map(Tensor::detach).toList();
  }

  /** Copies that outlive the step, without gradients; none where layers begin anew. */
  public List<Tensor> kept() {
    return tensors.stream().map(Tensor::keep).toList();
  }

  /**
   * Goes on from others.
   *
   * @param states as {@link #kept} gave them
   */
  public void restore(List<? extends Tensor> states) {
    tensors = List.copyOf(states);
  }
}
