package dev.recurve.nn;

import dev.recurve.Cell;
import dev.recurve.Params;
import dev.recurve.spi.Activation;
import dev.recurve.spi.Bias;

/** Layers of {@link SimpleRnnCell}s: {@code SimpleRnn.sized(64, 128).relu().with(params)}. */
public final class SimpleRnn extends RecurrentBuilder<Hidden, SimpleRnn> {
  private final Bias bias;
  private final Activation activation;

  private SimpleRnn(
      int inputSize, int hiddenSize, Bias bias, Activation activation, Stacking stacking) {
    super(inputSize, hiddenSize, stacking);
    this.bias = bias;
    this.activation = activation;
  }

  /** One forward layer of H units with both biases and tanh. */
  public static SimpleRnn sized(int inputSize, int hiddenSize) {
    return new SimpleRnn(inputSize, hiddenSize, Bias.BOTH, Activation.TANH, Stacking.SINGLE);
  }

  /** Which biases the cells have. */
  public SimpleRnn bias(Bias which) {
    return new SimpleRnn(inputSize(), hiddenSize(), which, activation, stacking());
  }

  /** Rectified units instead of tanh. */
  public SimpleRnn relu() {
    return new SimpleRnn(inputSize(), hiddenSize(), bias, Activation.RELU, stacking());
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
