package dev.recurve.nn;

import dev.recurve.State;
import dev.recurve.Tensor;

/**
 * What cells over one set of {@link RnnParameters} share.
 *
 * @param <S> their state
 */
abstract class WeightedCell<S extends State<S>> implements MaskableCell<S> {
  private final RnnParameters weights;

  WeightedCell(RnnParameters weights) {
    this.weights = weights;
  }

  final RnnParameters weights() {
    return weights;
  }

  @Override
  public int inputSize() {
    return weights.inputSize();
  }

  @Override
  public int outputSize() {
    return weights.outputSize();
  }

  @Override
  public Tensor project(Tensor x) {
    return weights.project(x);
  }

  /** Block {@code index} of H features. */
  final Tensor block(Tensor sums, int index) {
    int size = weights.hiddenSize();
    return sums.slice(-1, index * size, (index + 1) * size);
  }

  /** {@code h·Uᵀ} of one block of the recurrent weights, without bias. */
  final Tensor product(Tensor h, int index) {
    int size = weights.hiddenSize();
    return h.matmulTransposed(
        weights.weightHh().value().slice(0, index * size, (index + 1) * size));
  }

  @Override
  public String toString() {
    return "%s(%d → %d)".formatted(getClass().getSimpleName(), inputSize(), outputSize());
  }
}
