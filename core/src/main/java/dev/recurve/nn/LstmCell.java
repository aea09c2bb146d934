package dev.recurve.nn;

import dev.recurve.Fused;
import dev.recurve.Params;
import dev.recurve.ProjectedCell;
import dev.recurve.Tensor;
import dev.recurve.spi.Bias;
import dev.recurve.spi.RnnCell;
import java.util.Optional;

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997) with forget gates (Gers, Schmidhuber and
 * Cummins 2000):
 *
 * <pre>
 * i, f, g, o = σ, σ, tanh, σ of the four blocks of W_ih x + b_ih + W_hh h + b_hh
 * c' = f∘c + i∘g
 * h' = o∘tanh(c')
 * </pre>
 */
public final class LstmCell implements ProjectedCell<HiddenCell> {
  private final RnnParameters weights;

  /**
   * A cell with weights of its own.
   *
   * @param suffix ends the parameters' names, for example {@code _l0}
   */
  public LstmCell(int inputSize, int hiddenSize, Bias bias, Params params, String suffix) {
    this.weights = RnnParameters.of(4, inputSize, hiddenSize, bias, params, suffix);
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
  public HiddenCell initialState(Tensor like, int batch) {
    return new HiddenCell(weights.zeros(like, batch), weights.zeros(like, batch));
  }

  @Override
  public Tensor project(Tensor x) {
    return weights.project(x);
  }

  @Override
  public HiddenCell recur(Tensor projected, HiddenCell state) {
    int size = weights.hiddenSize();
    var gates = projected.add(weights.recur(state.h()));
    var input = gates.slice(-1, 0, size).sigmoid();
    var forget = gates.slice(-1, size, 2 * size).sigmoid();
    var candidate = gates.slice(-1, 2 * size, 3 * size).tanh();
    var output = gates.slice(-1, 3 * size, 4 * size).sigmoid();
    var c = forget.mul(state.c()).add(input.mul(candidate));
    return new HiddenCell(output.mul(c.tanh()), c);
  }

  @Override
  public Optional<Fused> fused() {
    return Optional.of(weights.fused(new RnnCell.Lstm()));
  }

  @Override
  public String toString() {
    return "LstmCell(%d → %d)".formatted(inputSize(), outputSize());
  }
}
