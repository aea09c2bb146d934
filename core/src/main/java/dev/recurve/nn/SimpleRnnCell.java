package dev.recurve.nn;

import dev.recurve.Fused;
import dev.recurve.Params;
import dev.recurve.Tensor;
import dev.recurve.spi.Activation;
import dev.recurve.spi.Bias;
import dev.recurve.spi.RnnCell;
import java.util.Optional;

/** Elman's cell (1990): {@code h' = f(W_ih x + b_ih + W_hh h + b_hh)}. */
public final class SimpleRnnCell implements MaskableCell<Hidden> {
  private final RnnParameters weights;
  private final Activation activation;

  /**
   * A cell with weights of its own.
   *
   * @param suffix ends the parameters' names, for example {@code _l0}
   */
  public SimpleRnnCell(
      int inputSize,
      int hiddenSize,
      Activation activation,
      Bias bias,
      Params params,
      String suffix) {
    this.weights = RnnParameters.of(1, inputSize, hiddenSize, bias, params, suffix);
    this.activation = activation;
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
  public Hidden initialState(Tensor like, int batch) {
    return new Hidden(weights.zeros(like, batch));
  }

  @Override
  public Tensor project(Tensor x) {
    return weights.project(x);
  }

  @Override
  public Hidden recur(Tensor projected, Hidden state, Tensor seen) {
    var sum = projected.add(weights.recur(seen));
    return new Hidden(
        switch (activation) {
          case TANH -> sum.tanh();
          case RELU -> sum.relu();
        });
  }

  @Override
  public Optional<Fused> fused() {
    return Optional.of(weights.fused(new RnnCell.Simple(activation)));
  }

  @Override
  public String toString() {
    return "SimpleRnnCell(%d → %d, %s)".formatted(inputSize(), outputSize(), activation);
  }
}
