package dev.recurve.nn;

import dev.recurve.Params;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import java.util.List;

/**
 * The minimal LSTM (Feng, Tung, Ahmed, Bengio and Hajimirsadegh 2024), whose gates see the input
 * alone, so that it runs as a linear scan:
 *
 * <pre>
 * f, i = σ(W_f x + b_f), σ(W_i x + b_i)
 * n = W_n x + b_n
 * h' = f/(f + i)∘h + i/(f + i)∘n
 * </pre>
 *
 * <p>The shares are computed as {@code f/(f + i) = σ(ln f - ln i)}, so that two gates that are
 * nearly shut still have a quotient.
 */
public final class MinLstmCell implements ScannedCell<Hidden> {
  private final InputWeights weights;

  /** A cell with weights of its own: {@code weight_ih [3·H, I]}, {@code bias_ih [3·H]}, f, i, n. */
  public MinLstmCell(int inputSize, int hiddenSize, Params params) {
    this.weights = InputWeights.of(3, inputSize, inputSize, hiddenSize, params);
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
    var notForget = weights.block(sums, 0).neg().softplus();
    var notInput = weights.block(sums, 1).neg().softplus();
    var keep = notInput.sub(notForget).sigmoid();
    return new Terms(keep, keep.oneMinus().mul(weights.block(sums, 2)), List.of());
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
    return "MinLstmCell(%d → %d)".formatted(inputSize(), outputSize());
  }
}
