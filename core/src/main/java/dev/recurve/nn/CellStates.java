package dev.recurve.nn;

import dev.recurve.ShapeException;
import dev.recurve.State;
import dev.recurve.Tensor;
import java.util.List;

/**
 * The state that a session's cell begins with, by which others are known.
 *
 * @param name the layer's, in messages
 */
record CellStates<S extends State<S>>(String name, S initial) {

  static <S extends State<S>> CellStates<S> of(
      String name, Start<S> start, Tensor like, int batch) {
    return new CellStates<>(name, start.state(like, batch).map(Tensor::keep));
  }

  /** A state of this kind with other tensors. */
  S filled(List<? extends Tensor> tensors) {
    var next = tensors.iterator();
    return initial.map(_ -> next.next());
  }

  /**
   * Any state as one of this kind.
   *
   * @throws ShapeException if it is of another kind or has other shapes
   */
  S accepted(State<?> given) {
    var wanted = initial.tensors();
    var tensors = given.tensors();
    boolean fits = given.getClass() == initial.getClass() && tensors.size() == wanted.size();
    for (int i = 0; fits && i < wanted.size(); i++) {
      fits = tensors.get(i).shape().equals(wanted.get(i).shape());
    }
    if (!fits) {
      throw new ShapeException(
          "%s goes on from a %s, received a %s"
              .formatted(name, described(initial), described(given)));
    }
    return filled(tensors);
  }

  private static String described(State<?> state) {
    return "%s of %s"
        .formatted(
            state.getClass().getSimpleName(), state.tensors().stream().map(Tensor::shape).toList());
  }
}
