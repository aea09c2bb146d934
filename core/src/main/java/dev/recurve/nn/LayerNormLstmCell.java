package dev.recurve.nn;

import dev.recurve.Init;
import dev.recurve.Parameter;
import dev.recurve.Params;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.spi.Bias;

/**
 * LSTM whose sums are normalised over their features at every step (Ba, Kiros and Hinton 2016,
 * supplement), LN being the normalisation with a gain:
 *
 * <pre>
 * i, f, g, o = σ, σ, tanh, σ of the four blocks of LN(W_ih x) + LN(W_hh h) + b
 * c' = f∘c + i∘g
 * h' = o∘tanh(LN(c') + b_c)
 * </pre>
 *
 * <p>Input and recurrent sums are each normalised over all four gates together, as in the paper;
 * the shifts that it gives to each of the two come to the same as the one bias b.
 */
public final class LayerNormLstmCell extends WeightedCell<HiddenCell> {
  private final Normalized ofInput;
  private final Normalized ofOutput;
  private final Normalized ofCell;
  private final Parameter biasCell;

  /**
   * A cell with weights of its own: {@code weight_ih [4·H, I]}, {@code weight_hh [4·H, H]}, {@code
   * bias_ih}, {@code gain_ih} and {@code gain_hh [4·H]}, {@code gain_c} and {@code bias_c [H]}.
   */
  public LayerNormLstmCell(int inputSize, int hiddenSize, Params params) {
    super(RnnParameters.of(4, inputSize, hiddenSize, Bias.INPUT, params, ""));
    this.ofInput = Normalized.sized(4 * hiddenSize, params, "gain_ih");
    this.ofOutput = Normalized.sized(4 * hiddenSize, params, "gain_hh");
    this.ofCell = Normalized.sized(hiddenSize, params, "gain_c");
    this.biasCell = params.get("bias_c", Shape.of(hiddenSize), Init.zeros());
  }

  @Override
  public HiddenCell initialState(Tensor like, int batch) {
    return new HiddenCell(weights().zeros(like, batch), weights().zeros(like, batch));
  }

  @Override
  public Tensor project(Tensor x) {
    var products = x.matmulTransposed(weights().weightIh().value());
    return RnnParameters.plus(ofInput.of(products), weights().biasIh());
  }

  @Override
  public HiddenCell recur(Tensor projected, HiddenCell state, Tensor seen) {
    var sums = projected.add(ofOutput.of(weights().recur(seen)));
    var input = block(sums, 0).sigmoid();
    var forget = block(sums, 1).sigmoid();
    var candidate = block(sums, 2).tanh();
    var output = block(sums, 3).sigmoid();
    var c = forget.mul(state.c()).add(input.mul(candidate));
    var h = output.mul(ofCell.of(c).add(biasCell.value()).tanh());
    return new HiddenCell(h, c);
  }
}
