package dev.recurve.nn;

import dev.recurve.Params;
import dev.recurve.Tensor;
import dev.recurve.spi.Bias;
import java.util.List;

/**
 * GRU whose sums are normalised over their features at every step (Ba, Kiros and Hinton 2016,
 * supplement), LN being the normalisation with a gain:
 *
 * <pre>
 * r, z = σ of the two blocks of LN(W_ih x) + LN(W_hh h) + b
 * n = tanh(LN(W_in x) + b_n + r∘LN(W_hn h))
 * h' = (1 - z)∘n + z∘h
 * </pre>
 *
 * <p>The gates' sums are normalised over both gates together, those of n alone, as in the paper;
 * its z is this one's 1 - z.
 */
public final class LayerNormGruCell extends WeightedCell<Hidden> {
  private final Normalized gatesOfInput;
  private final Normalized gatesOfOutput;
  private final Normalized freshOfInput;
  private final Normalized freshOfOutput;

  /**
   * A cell with weights of its own: {@code weight_ih [3·H, I]}, {@code weight_hh [3·H, H]}, {@code
   * bias_ih [3·H]}, {@code gain_ih} and {@code gain_hh [2·H]}, {@code gain_in} and {@code gain_hn
   * [H]}.
   */
  public LayerNormGruCell(int inputSize, int hiddenSize, Params params) {
    super(RnnParameters.of(3, inputSize, hiddenSize, Bias.INPUT, params, ""));
    this.gatesOfInput = Normalized.sized(2 * hiddenSize, params, "gain_ih");
    this.gatesOfOutput = Normalized.sized(2 * hiddenSize, params, "gain_hh");
    this.freshOfInput = Normalized.sized(hiddenSize, params, "gain_in");
    this.freshOfOutput = Normalized.sized(hiddenSize, params, "gain_hn");
  }

  @Override
  public Hidden initialState(Tensor like, int batch) {
    return new Hidden(weights().zeros(like, batch));
  }

  @Override
  public Tensor project(Tensor x) {
    var products = x.matmulTransposed(weights().weightIh().value());
    var normal = joined(gatesOfInput, freshOfInput, products);
    return RnnParameters.plus(normal, weights().biasIh());
  }

  @Override
  public Hidden recur(Tensor projected, Hidden state, Tensor seen) {
    var recurrent = joined(gatesOfOutput, freshOfOutput, weights().recur(seen));
    var reset = block(projected, 0).add(block(recurrent, 0)).sigmoid();
    var update = block(projected, 1).add(block(recurrent, 1)).sigmoid();
    var fresh = block(projected, 2).add(reset.mul(block(recurrent, 2))).tanh();
    return new Hidden(update.oneMinus().mul(fresh).add(update.mul(state.h())));
  }

  private Tensor joined(Normalized gates, Normalized fresh, Tensor sums) {
    int size = weights().hiddenSize();
    var first = gates.of(sums.slice(-1, 0, 2 * size));
    return first.concat(-1, List.of(fresh.of(block(sums, 2))));
  }
}
