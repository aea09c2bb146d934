package dev.recurve;

import java.util.Optional;

/**
 * One step of a recurrence. The layer around it owns time: padding, direction, stacking and
 * truncated backpropagation are its affair, so a cell says only how one state follows from another.
 *
 * @param <S> its state
 */
public interface Cell<S extends State<S>> {
  /** Features of the input at each step. */
  int inputSize();

  /** Features of the output at each step. */
  int outputSize();

  /**
   * The state before the first step.
   *
   * @param like a tensor of the type and device wanted
   * @param batch rows, B
   */
  S initialState(Tensor like, int batch);

  /**
   * One step.
   *
   * @param x {@code [B, inputSize]}
   * @param state every tensor {@code [B, …]}
   */
  S step(Tensor x, S state);

  /** What a backend may run in this cell's place; must agree with {@link #step}. */
  default Optional<Fused> fused() {
    return Optional.empty();
  }
}
