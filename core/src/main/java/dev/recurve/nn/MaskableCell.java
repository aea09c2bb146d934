package dev.recurve.nn;

import dev.recurve.ProjectedCell;
import dev.recurve.State;
import dev.recurve.Tensor;

/**
 * A cell that can tell what its recurrent weights see of the previous output from what else it does
 * with that output, so that the former can be masked alone.
 *
 * @param <S> its state
 */
interface MaskableCell<S extends State<S>> extends ProjectedCell<S> {
  /**
   * The part of a step that sees the state.
   *
   * @param projected {@code [B, any]}, rows of {@link #project}
   * @param state the previous state
   * @param seen {@code [B, P]}, what the recurrent weights see in the previous output's place
   */
  S recur(Tensor projected, S state, Tensor seen);

  @Override
  default S recur(Tensor projected, S state) {
    return recur(projected, state, state.output());
  }
}
