package dev.recurve.nn;

import dev.recurve.Params;
import dev.recurve.Tensor;
import dev.recurve.spi.Bias;

/**
 * Minimal gated unit (Zhou, Wu, Zhang and Zhou 2016), whose one gate both forgets and resets:
 *
 * <pre>
 * f = σ(W_f x + U_f h + b_f)
 * n = tanh(W_n x + U_n (f∘h) + b_n)
 * h' = (1 - f)∘h + f∘n
 * </pre>
 */
public final class MinimalGatedCell extends WeightedCell<Hidden> {

  /**
   * A cell with weights of its own: {@code weight_ih [2·H, I]}, {@code weight_hh [2·H, H]}, {@code
   * bias_ih [2·H]}, f before n.
   */
  public MinimalGatedCell(int inputSize, int hiddenSize, Params params) {
    super(RnnParameters.of(2, inputSize, hiddenSize, Bias.INPUT, params, ""));
  }

  @Override
  public Hidden initialState(Tensor like, int batch) {
    return new Hidden(weights().zeros(like, batch));
  }

  @Override
  public Hidden recur(Tensor projected, Hidden state, Tensor seen) {
    var forget = block(projected, 0).add(product(seen, 0)).sigmoid();
    var fresh = block(projected, 1).add(product(forget.mul(seen), 1)).tanh();
    return new Hidden(forget.oneMinus().mul(state.h()).add(forget.mul(fresh)));
  }
}
