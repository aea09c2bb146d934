package dev.recurve.nn;

import dev.recurve.Cell;
import dev.recurve.ProjectedCell;
import dev.recurve.State;
import dev.recurve.Tensor;

/** A cell that keeps to itself that a backend could run it whole. */
record Unfused<S extends State<S>>(Cell<S> cell) implements MaskableCell<S> {
  @Override
  public int inputSize() {
    return cell.inputSize();
  }

  @Override
  public int outputSize() {
    return cell.outputSize();
  }

  @Override
  public S initialState(Tensor like, int batch) {
    return cell.initialState(like, batch);
  }

  @Override
  public Tensor project(Tensor x) {
    return cell instanceof ProjectedCell<S> projected ? projected.project(x) : x;
  }

  @Override
  public S recur(Tensor projected, S state) {
    return cell instanceof ProjectedCell<S> split
        ? split.recur(projected, state)
        : cell.step(projected, state);
  }

  @Override
  public S recur(Tensor projected, S state, Tensor seen) {
    if (cell instanceof MaskableCell<S> maskable) {
      return maskable.recur(projected, state, seen);
    }
    throw new IllegalStateException(cell + " cannot tell what its recurrent weights see");
  }
}
