package dev.recurve.nn;

import dev.recurve.Params;
import dev.recurve.Tensor;
import dev.recurve.spi.Bias;

/**
 * The sLSTM of xLSTM (Beck, Pöppel, Spanring, Auer, Prudnikova, Kopp, Klambauer, Brandstetter and
 * Hochreiter 2024), one head: its input gate is an exponential, so that what comes late can
 * outweigh all that was before. Without the scale that keeps the numbers small it is
 *
 * <pre>
 * ĩ, f̃, z̃, õ = the four blocks of W_ih x + W_hh h + b
 * c' = σ(f̃)∘c + exp(ĩ)∘tanh(z̃)
 * n' = σ(f̃)∘n + exp(ĩ)
 * h' = σ(õ)∘c'/n'
 * </pre>
 *
 * <p>c and n are carried divided by {@code eᵐ}, {@code m' = max(ln σ(f̃) + m, ĩ)}, which cancels in
 * the quotient. As m begins far below any sum, n is at least 1 from the first step on.
 */
public final class SLstmCell extends WeightedCell<ExponentialState> {
  /** Below any logarithm of a gate; not so far that differences of float32 lose the gate. */
  private static final double FAR_BELOW = -1e4;

  /**
   * A cell with weights of its own: {@code weight_ih [4·H, I]}, {@code weight_hh [4·H, H]}, {@code
   * bias_ih [4·H]}, in the order i, f, z, o.
   */
  public SLstmCell(int inputSize, int hiddenSize, Params params) {
    super(RnnParameters.of(4, inputSize, hiddenSize, Bias.INPUT, params, ""));
  }

  @Override
  public ExponentialState initialState(Tensor like, int batch) {
    var zeros = weights().zeros(like, batch);
    return new ExponentialState(zeros, zeros, zeros, zeros.add(FAR_BELOW));
  }

  @Override
  public ExponentialState recur(Tensor projected, ExponentialState state, Tensor seen) {
    var sums = projected.add(weights().recur(seen));
    var input = block(sums, 0);
    var kept = block(sums, 1).neg().softplus().neg().add(state.m());
    var m = kept.max(input);
    var takes = input.sub(m).exp();
    var keeps = kept.sub(m).exp();
    var c = keeps.mul(state.c()).add(takes.mul(block(sums, 2).tanh()));
    var n = keeps.mul(state.n()).add(takes);
    var h = block(sums, 3).sigmoid().mul(c).div(n);
    return new ExponentialState(h, c, n, m);
  }
}
