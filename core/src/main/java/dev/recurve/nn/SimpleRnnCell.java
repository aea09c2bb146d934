package dev.recurve.nn;

import dev.recurve.Fused;
import dev.recurve.Params;
import dev.recurve.Tensor;
import dev.recurve.spi.Activation;
import dev.recurve.spi.Bias;
import dev.recurve.spi.RnnCell;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Elman's cell (1990): {@code h' = f(W_ih x + b_ih + W_hh h + b_hh)}. */
public final class SimpleRnnCell extends WeightedCell<Hidden> {
  private final Activated activation;

  /**
   * What f is.
   *
   * @param known what backends call it, if they know it
   */
  record Activated(Optional<Activation> known, UnaryOperator<Tensor> function) {
    static Activated by(Activation known) {
      return new Activated(
          Optional.of(known),
          switch (known) {
            case TANH -> Tensor::tanh;
            case RELU -> Tensor::relu;
          });
    }

    static Activated by(UnaryOperator<Tensor> function) {
      return new Activated(Optional.empty(), function);
    }

    @Override
    public String toString() {
      return known.map(Activation::toString).orElse("activation of its own");
    }
  }

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
    this(inputSize, hiddenSize, Activated.by(activation), bias, params, suffix);
  }

  /**
   * A cell with any activation, which no backend knows.
   *
   * @param activation f, element by element
   * @param suffix ends the parameters' names, for example {@code _l0}
   */
  public SimpleRnnCell(
      int inputSize,
      int hiddenSize,
      UnaryOperator<Tensor> activation,
      Bias bias,
      Params params,
      String suffix) {
    this(inputSize, hiddenSize, Activated.by(activation), bias, params, suffix);
  }

  SimpleRnnCell(
      int inputSize,
      int hiddenSize,
      Activated activation,
      Bias bias,
      Params params,
      String suffix) {
    super(RnnParameters.of(1, inputSize, hiddenSize, bias, params, suffix));
    this.activation = activation;
  }

  @Override
  public Hidden initialState(Tensor like, int batch) {
    return new Hidden(weights().zeros(like, batch));
  }

  @Override
  public Hidden recur(Tensor projected, Hidden state, Tensor seen) {
    return new Hidden(activation.function.apply(projected.add(weights().recur(seen))));
  }

  @Override
  public Optional<Fused> fused() {
    return activation.known.map(known -> weights().fused(new RnnCell.Simple(known)));
  }

  @Override
  public String toString() {
    return "SimpleRnnCell(%d → %d, %s)".formatted(inputSize(), outputSize(), activation);
  }
}
