package dev.recurve.nn;

import dev.recurve.Fused;
import dev.recurve.Params;
import dev.recurve.Tensor;
import dev.recurve.spi.Bias;
import dev.recurve.spi.RnnCell;
import java.util.Optional;

/**
 * Gated recurrent unit (Cho et al. 2014), reset after the recurrent product as in cuDNN and
 * PyTorch:
 *
 * <pre>
 * r, z = σ of the first two blocks of W_ih x + b_ih + W_hh h + b_hh
 * n = tanh(W_in x + b_in + r∘(W_hn h + b_hn))
 * h' = (1 - z)∘n + z∘h
 * </pre>
 *
 * or, as in the paper, before it: {@code n = tanh(W_in x + b_in + W_hn (r∘h) + b_hn)}.
 */
public final class GruCell extends WeightedCell<Hidden> {
  private final boolean resetAfter;

  /**
   * A cell with weights of its own.
   *
   * @param suffix ends the parameters' names, for example {@code _l0}
   */
  public GruCell(
      int inputSize, int hiddenSize, boolean resetAfter, Bias bias, Params params, String suffix) {
    super(RnnParameters.of(3, inputSize, hiddenSize, bias, params, suffix));
    this.resetAfter = resetAfter;
  }

  @Override
  public Hidden initialState(Tensor like, int batch) {
    return new Hidden(weights().zeros(like, batch));
  }

  @Override
  public Hidden recur(Tensor projected, Hidden state, Tensor seen) {
    int size = weights().hiddenSize();
    var xGates = projected.slice(-1, 0, 2 * size);
    var xNew = projected.slice(-1, 2 * size, 3 * size);
    return resetAfter
        ? resetAfter(xGates, xNew, state.h(), seen, size)
        : resetBefore(xGates, xNew, state.h(), seen, size);
  }

  private Hidden resetAfter(Tensor xGates, Tensor xNew, Tensor h, Tensor seen, int size) {
    var recurrent = weights().recur(seen);
    var gates = xGates.add(recurrent.slice(-1, 0, 2 * size)).sigmoid();
    var reset = gates.slice(-1, 0, size);
    var fresh = xNew.add(reset.mul(recurrent.slice(-1, 2 * size, 3 * size))).tanh();
    return mix(gates, fresh, h, size);
  }

  private Hidden resetBefore(Tensor xGates, Tensor xNew, Tensor h, Tensor seen, int size) {
    var weight = weights().weightHh().value();
    var bias = weights().biasHh().map(b -> b.value());
    var forGates = seen.matmulTransposed(weight.slice(0, 0, 2 * size));
    var sum = xGates.add(forGates);
    var gates = bias.map(b -> sum.add(b.slice(0, 0, 2 * size))).orElse(sum).sigmoid();
    var reset = gates.slice(-1, 0, size);
    var forNew = reset.mul(seen).matmulTransposed(weight.slice(0, 2 * size, 3 * size));
    var newSum = xNew.add(forNew);
    var fresh = bias.map(b -> newSum.add(b.slice(0, 2 * size, 3 * size))).orElse(newSum).tanh();
    return mix(gates, fresh, h, size);
  }

  /** {@code (1-z)∘n + z∘h}. */
  private static Hidden mix(Tensor gates, Tensor fresh, Tensor h, int size) {
    var update = gates.slice(-1, size, 2 * size);
    return new Hidden(update.oneMinus().mul(fresh).add(update.mul(h)));
  }

  @Override
  public Optional<Fused> fused() {
    return Optional.of(weights().fused(new RnnCell.Gru(resetAfter)));
  }

  @Override
  public String toString() {
    return "GruCell(%d → %d, reset %s)"
        .formatted(inputSize(), outputSize(), resetAfter ? "after" : "before");
  }
}
