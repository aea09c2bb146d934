package dev.recurve.nn;

import dev.recurve.Cell;
import dev.recurve.Params;
import dev.recurve.Tensor;
import dev.recurve.spi.Activation;
import dev.recurve.spi.Bias;
import java.util.function.UnaryOperator;

/** Layers of {@link SimpleRnnCell}s: {@code SimpleRnn.sized(64, 128).relu().with(params)}. */
public final class SimpleRnn extends RecurrentBuilder<Hidden, SimpleRnn> {
  private final Bias bias;
  private final SimpleRnnCell.Activated activation;

  private SimpleRnn(
      int inputSize,
      int hiddenSize,
      Bias bias,
      SimpleRnnCell.Activated activation,
      Stacking stacking) {
    super(inputSize, hiddenSize, stacking);
    this.bias = bias;
    this.activation = activation;
  }

  /** One forward layer of H units with both biases and tanh. */
  public static SimpleRnn sized(int inputSize, int hiddenSize) {
    return new SimpleRnn(
        inputSize,
        hiddenSize,
        Bias.BOTH,
        SimpleRnnCell.Activated.by(Activation.TANH),
        Stacking.SINGLE);
  }

  /** Which biases the cells have. */
  public SimpleRnn bias(Bias which) {
    return new SimpleRnn(inputSize(), hiddenSize(), which, activation, stacking());
  }

  /** Rectified units instead of tanh. */
  public SimpleRnn relu() {
    return with(SimpleRnnCell.Activated.by(Activation.RELU));
  }

  /**
   * Any other function in the place of tanh. Backends do not know it, so that the layer goes step
   * by step; ask for {@link #relu} by its name.
   *
   * @param function f, element by element, for example {@code Tensor::softplus}
   */
  public SimpleRnn activation(UnaryOperator<Tensor> function) {
    return with(SimpleRnnCell.Activated.by(function));
  }

  private SimpleRnn with(SimpleRnnCell.Activated changed) {
    return new SimpleRnn(inputSize(), hiddenSize(), bias, changed, stacking());
  }

  @Override
  SimpleRnn stacked(Stacking changed) {
    return new SimpleRnn(inputSize(), hiddenSize(), bias, activation, changed);
  }

  @Override
  String name() {
    return "SimpleRnn";
  }

  @Override
  Cell<Hidden> cell(int inputs, int units, Params params, String suffix) {
    return new SimpleRnnCell(inputs, units, activation, bias, params, suffix);
  }
}
