package dev.recurve.nn;

import dev.recurve.Params;
import dev.recurve.Tensor;
import dev.recurve.spi.Bias;
import java.util.OptionalDouble;

/**
 * LSTM that takes in exactly as much as it forgets, its input gate being the forget gate's other
 * side (Greff, Srivastava, Koutník, Steunebrink and Schmidhuber 2017, "CIFG"):
 *
 * <pre>
 * f, g, o = σ, tanh, σ of the three blocks of W_ih x + b_ih + W_hh h + b_hh
 * c' = f∘c + (1 - f)∘g
 * h' = o∘tanh(c')
 * </pre>
 */
public final class CoupledLstmCell extends WeightedCell<HiddenCell> {

  /** A cell with weights of its own, both biases, and names without an ending. */
  public CoupledLstmCell(int inputSize, int hiddenSize, Params params) {
    this(inputSize, hiddenSize, Bias.BOTH, OptionalDouble.empty(), params, "");
  }

  /**
   * A cell with weights of its own: {@code weight_ih [3·H, I]}, {@code weight_hh [3·H, H]}, {@code
   * bias_ih} and {@code bias_hh [3·H]}.
   *
   * @param forgetBias what the sum of the forget gate's biases begins with, if it is not random
   * @param suffix ends the parameters' names, for example {@code _l0}
   * @throws IllegalArgumentException if there is a forget bias but no bias
   */
  public CoupledLstmCell(
      int inputSize,
      int hiddenSize,
      Bias bias,
      OptionalDouble forgetBias,
      Params params,
      String suffix) {
    super(
        RnnParameters.of(
            RnnParameters.Gates.of(3).beginning(0, forgetBias),
            inputSize,
            hiddenSize,
            bias,
            params,
            suffix));
  }

  @Override
  public HiddenCell initialState(Tensor like, int batch) {
    return new HiddenCell(weights().zeros(like, batch), weights().zeros(like, batch));
  }

  @Override
  public HiddenCell recur(Tensor projected, HiddenCell state, Tensor seen) {
    var sums = projected.add(weights().recur(seen));
    var forget = block(sums, 0).sigmoid();
    var candidate = block(sums, 1).tanh();
    var output = block(sums, 2).sigmoid();
    var c = forget.mul(state.c()).add(forget.oneMinus().mul(candidate));
    return new HiddenCell(output.mul(c.tanh()), c);
  }
}
