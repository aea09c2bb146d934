package dev.recurve.nn;

import dev.recurve.Init;
import dev.recurve.Parameter;
import dev.recurve.Params;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import java.util.function.UnaryOperator;

/**
 * Independently recurrent units (Li, Li, Cook, Zhu and Gao 2018): {@code h' = f(W x + u∘h + b)}.
 * Each unit sees of the past only itself; units meet in the next layer. Gradients over T steps
 * shrink or grow like {@code |u|^T}, so that keeping {@code |u|} near 1 lets a rectified unit
 * remember for long; the first values lie within ±1.
 */
public final class IndRnnCell implements MaskableCell<Hidden> {
  private final int hiddenSize;
  private final Parameter weight;
  private final Parameter recurrent;
  private final Parameter bias;
  private final UnaryOperator<Tensor> activation;

  /** A cell of rectified units, as in the paper. */
  public IndRnnCell(int inputSize, int hiddenSize, Params params) {
    this(inputSize, hiddenSize, Tensor::relu, params);
  }

  /**
   * A cell with weights of its own: {@code weight_ih [H, I]}, {@code weight_hh [H]}, {@code bias_ih
   * [H]}.
   *
   * @param activation f, element by element
   * @throws IllegalArgumentException if a size is less than 1
   */
  public IndRnnCell(
      int inputSize, int hiddenSize, UnaryOperator<Tensor> activation, Params params) {
    RnnParameters.checkSizes(inputSize, hiddenSize);
    var init = Init.scaledTo(hiddenSize);
    this.hiddenSize = hiddenSize;
    this.activation = activation;
    this.weight = params.get("weight_ih", Shape.of(hiddenSize, inputSize), init);
    this.recurrent = params.get("weight_hh", Shape.of(hiddenSize), new Init.Uniform(1));
    this.bias = params.get("bias_ih", Shape.of(hiddenSize), init);
  }

  @Override
  public int inputSize() {
    return weight.shape().dim(1);
  }

  @Override
  public int outputSize() {
    return hiddenSize;
  }

  @Override
  public Hidden initialState(Tensor like, int batch) {
    return new Hidden(like.zeros(Shape.of(batch, hiddenSize)));
  }

  @Override
  public Tensor project(Tensor x) {
    return x.matmulTransposed(weight.value()).add(bias.value());
  }

  @Override
  public Hidden recur(Tensor projected, Hidden state, Tensor seen) {
    return new Hidden(activation.apply(projected.add(seen.mul(recurrent.value()))));
  }

  @Override
  public String toString() {
    return "IndRnnCell(%d → %d)".formatted(inputSize(), outputSize());
  }
}
