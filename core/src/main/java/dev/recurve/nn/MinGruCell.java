package dev.recurve.nn;

import dev.recurve.Params;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import java.util.List;

/**
 * The minimal GRU (Feng, Tung, Ahmed, Bengio and Hajimirsadegh 2024), whose gate sees the input
 * alone, so that it runs as a linear scan:
 *
 * <pre>
 * z = σ(W_z x + b_z)
 * n = W_n x + b_n
 * h' = (1 - z)∘h + z∘n
 * </pre>
 *
 * <p>The paper's scan takes logarithms to run in parallel over time, for which it needs a positive
 * n; one that goes through time in order needs neither, the factors being below 1.
 */
public final class MinGruCell implements ScannedCell<Hidden> {
  private final InputWeights weights;

  /** A cell with weights of its own: {@code weight_ih [2·H, I]}, {@code bias_ih [2·H]}, z, n. */
  public MinGruCell(int inputSize, int hiddenSize, Params params) {
    this.weights = InputWeights.of(2, inputSize, inputSize, hiddenSize, params);
  }

  @Override
  public int inputSize() {
    return weights.inputSize();
  }

  @Override
  public int outputSize() {
    return weights.hiddenSize();
  }

  @Override
  public Hidden initialState(Tensor like, int batch) {
    return new Hidden(like.zeros(Shape.of(batch, weights.hiddenSize())));
  }

  @Override
  public Terms terms(Tensor seen) {
    var sums = weights.project(seen);
    var update = weights.block(sums, 0).sigmoid();
    return new Terms(update.oneMinus(), update.mul(weights.block(sums, 1)), List.of());
  }

  @Override
  public Tensor carried(Hidden state) {
    return state.h();
  }

  @Override
  public Hidden state(Terms terms, Tensor carried, Tensor seen) {
    return new Hidden(carried);
  }

  @Override
  public String toString() {
    return "MinGruCell(%d → %d)".formatted(inputSize(), outputSize());
  }
}
