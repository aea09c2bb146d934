package dev.recurve.nn;

import dev.recurve.Fused;
import dev.recurve.Params;
import dev.recurve.Tensor;
import dev.recurve.spi.Bias;
import dev.recurve.spi.RnnCell;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997) with forget gates (Gers, Schmidhuber and
 * Cummins 2000):
 *
 * <pre>
 * i, f, g, o = σ, σ, tanh, σ of the four blocks of W_ih x + b_ih + W_hh h + b_hh
 * c' = f∘c + i∘g
 * h' = o∘tanh(c')
 * </pre>
 *
 * <p>With peepholes (Gers, Schraudolph and Schmidhuber 2002) the sums of i and f also see {@code
 * p_i∘c} and {@code p_f∘c}, that of o sees {@code p_o∘c'}. With a projection (Sak, Senior and
 * Beaufays 2014) the output is {@code h' = W_hr (o∘tanh(c'))}, smaller than the cell state.
 */
public final class LstmCell extends WeightedCell<HiddenCell> {
  private final RnnCell.Lstm kind;

  /**
   * A cell with weights of its own.
   *
   * @param suffix ends the parameters' names, for example {@code _l0}
   */
  public LstmCell(int inputSize, int hiddenSize, Bias bias, Params params, String suffix) {
    this(inputSize, hiddenSize, new RnnCell.Lstm(), bias, OptionalDouble.empty(), params, suffix);
  }

  /**
   * A cell with weights of its own, perhaps with peepholes or a projection.
   *
   * @param kind which of them
   * @param forgetBias what the sum of the forget gate's biases begins with, if it is not random
   * @param suffix ends the parameters' names, for example {@code _l0}
   * @throws IllegalArgumentException if a projection is negative or not smaller than the cell
   *     state, or if there is a forget bias but no bias
   */
  public LstmCell(
      int inputSize,
      int hiddenSize,
      RnnCell.Lstm kind,
      Bias bias,
      OptionalDouble forgetBias,
      Params params,
      String suffix) {
    super(RnnParameters.of(kind, inputSize, hiddenSize, bias, forgetBias, params, suffix));
    this.kind = kind;
  }

  @Override
  public HiddenCell initialState(Tensor like, int batch) {
    return new HiddenCell(weights().zeroOutputs(like, batch), weights().zeros(like, batch));
  }

  @Override
  public HiddenCell recur(Tensor projected, HiddenCell state, Tensor seen) {
    var sums = projected.add(weights().recur(seen));
    var input = seeing(block(sums, 0), 0, state.c()).sigmoid();
    var forget = seeing(block(sums, 1), 1, state.c()).sigmoid();
    var candidate = block(sums, 2).tanh();
    var c = forget.mul(state.c()).add(input.mul(candidate));
    var output = seeing(block(sums, 3), 2, c).sigmoid();
    var own = output.mul(c.tanh());
    var h = weights().projection().map(matrix -> own.matmulTransposed(matrix.value())).orElse(own);
    return new HiddenCell(h, c);
  }

  /** A gate's sum with what it sees of the cell state. */
  private Tensor seeing(Tensor sum, int index, Tensor c) {
    int size = weights().hiddenSize();
    return weights()
        .peephole()
        .map(p -> sum.add(c.mul(p.value().slice(0, index * size, (index + 1) * size))))
        .orElse(sum);
  }

  @Override
  public Optional<Fused> fused() {
    return Optional.of(weights().fused(kind));
  }

  @Override
  public String toString() {
    return "LstmCell(%d → %d%s)"
        .formatted(inputSize(), outputSize(), kind.peepholes() ? ", peepholes" : "");
  }
}
