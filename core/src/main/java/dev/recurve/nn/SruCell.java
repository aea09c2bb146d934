package dev.recurve.nn;

import dev.recurve.Params;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import java.util.List;

/**
 * Simple recurrent unit in its first form (Lei and Zhang 2017), whose gates see the input alone, so
 * that it runs as a linear scan:
 *
 * <pre>
 * f, r = σ(W_f x + b_f), σ(W_r x + b_r)
 * c' = f∘c + (1 - f)∘(W x)
 * h' = r∘tanh(c') + (1 - r)∘x
 * </pre>
 *
 * <p>Where there are not as many units as inputs, another product {@code W_s x} takes the place of
 * the last x. (In the later form of 2018 the gates also see c, which is no linear recurrence.)
 */
public final class SruCell implements ScannedCell<HiddenCell> {
  private final InputWeights weights;
  private final boolean skips;

  /**
   * A cell with weights of its own: {@code weight_ih [3·H, I]} and {@code bias_ih [3·H]} in the
   * order f, r, W; with a fourth block for W_s where I is not H. The paper has no bias beside W and
   * W_s; here every block has one.
   */
  public SruCell(int inputSize, int hiddenSize, Params params) {
    this.skips = inputSize == hiddenSize;
    this.weights = InputWeights.of(skips ? 3 : 4, inputSize, inputSize, hiddenSize, params);
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
    var zeros = like.zeros(Shape.of(batch, weights.hiddenSize()));
    return new HiddenCell(zeros, zeros);
  }

  @Override
  public Terms terms(Tensor seen) {
    var sums = weights.project(seen);
    var forget = weights.block(sums, 0).sigmoid();
    var reset = weights.block(sums, 1).sigmoid();
    var add = forget.oneMinus().mul(weights.block(sums, 2));
    var past = skips ? seen : weights.block(sums, 3);
    return new Terms(forget, add, List.of(reset, reset.oneMinus().mul(past)));
  }

  @Override
  public Tensor carried(HiddenCell state) {
    return state.c();
  }

  @Override
  public HiddenCell state(Terms terms, Tensor carried, Tensor seen) {
    var reset = terms.more().get(0);
    var bypass = terms.more().get(1);
    return new HiddenCell(reset.mul(carried.tanh()).add(bypass), carried);
  }

  @Override
  public String toString() {
    return "SruCell(%d → %d)".formatted(inputSize(), outputSize());
  }
}
