package dev.recurve;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * What a recurrent cell carries from one step to the next: a small record of tensors, each {@code
 * [B, …]}, so that rows can be picked, kept or reordered by {@link #map}.
 *
 * @param <S> the state itself
 */
public interface State<S extends State<S>> {
  /** The cell's output at this step, one of the tensors or computed from them. */
  Tensor output();

  /** A state whose every tensor is the function of this one's, always in the same order. */
  S map(UnaryOperator<Tensor> function);

  /** A state whose every tensor is the function of this one's and the other's. */
  S zip(S other, BinaryOperator<Tensor> function);

  /** The tensors in the order of {@link #map}. */
  default List<Tensor> tensors() {
    var tensors = new ArrayList<Tensor>();
    map(
        tensor -> {
          tensors.add(tensor);
          return tensor;
        });
    return List.copyOf(tensors);
  }
}
