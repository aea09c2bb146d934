package dev.recurve.nn;

import dev.recurve.Params;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import java.util.List;

/**
 * Quasi-recurrent cell with fo-pooling (Bradbury, Merity, Xiong and Socher 2017), whose gates see
 * the last few inputs, X being k of them side by side, and not the state, so that it runs as a
 * linear scan:
 *
 * <pre>
 * z, f, o = tanh, σ, σ of the three blocks of W X + b
 * c' = f∘c + (1 - f)∘z
 * h' = o∘c'
 * </pre>
 */
public final class QrnnCell implements ScannedCell<WindowedState> {
  private static final int WIDTH = 2;

  private final InputWeights weights;
  private final int inputSize;
  private final int width;

  /** A cell that sees two inputs, its own and the one before, as in the paper's language models. */
  public QrnnCell(int inputSize, int hiddenSize, Params params) {
    this(inputSize, hiddenSize, WIDTH, params);
  }

  /**
   * A cell with weights of its own: {@code weight_ih [3·H, k·I]}, the newest input's columns first,
   * and {@code bias_ih [3·H]}, in the order z, f, o.
   *
   * @param width inputs that a step sees, k, at least 2
   * @throws IllegalArgumentException if the width is less than 2 or a size less than 1
   */
  public QrnnCell(int inputSize, int hiddenSize, int width, Params params) {
    if (width < 2) {
      throw new IllegalArgumentException(
          "A quasi-recurrent cell sees at least 2 inputs at each step, received a width of "
              + width);
    }
    this.inputSize = inputSize;
    this.width = width;
    this.weights = InputWeights.of(3, inputSize, width * inputSize, hiddenSize, params);
  }

  @Override
  public int inputSize() {
    return inputSize;
  }

  @Override
  public int outputSize() {
    return weights.hiddenSize();
  }

  @Override
  public int lookback() {
    return width - 1;
  }

  @Override
  public WindowedState initialState(Tensor like, int batch) {
    var zeros = like.zeros(Shape.of(batch, weights.hiddenSize()));
    return new WindowedState(zeros, zeros, like.zeros(Shape.of(batch, lookback() * inputSize)));
  }

  @Override
  public Terms terms(Tensor seen) {
    var sums = weights.project(seen);
    var forget = weights.block(sums, 1).sigmoid();
    var add = forget.oneMinus().mul(weights.block(sums, 0).tanh());
    return new Terms(forget, add, List.of(weights.block(sums, 2).sigmoid()));
  }

  @Override
  public Tensor carried(WindowedState state) {
    return state.c();
  }

  @Override
  public Tensor past(WindowedState state) {
    return state.past();
  }

  @Override
  public WindowedState state(Terms terms, Tensor carried, Tensor seen) {
    var past = seen.slice(-1, 0, lookback() * inputSize);
    return new WindowedState(terms.more().getFirst().mul(carried), carried, past);
  }

  @Override
  public String toString() {
    return "QrnnCell(%d → %d, width %d)".formatted(inputSize(), outputSize(), width);
  }
}
