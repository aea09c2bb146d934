package dev.recurve.nn;

import dev.recurve.Cell;
import dev.recurve.Params;
import dev.recurve.State;

/**
 * Makes the cells of a recurrent layer: one for each depth and direction.
 *
 * @param <S> their state
 */
@FunctionalInterface
public interface CellFactory<S extends State<S>> {
  /**
   * A cell with weights of its own.
   *
   * @param inputSize features of its input: those of the layer below
   * @param hiddenSize units
   * @param params where it gets its weights
   */
  Cell<S> create(int inputSize, int hiddenSize, Params params);
}
