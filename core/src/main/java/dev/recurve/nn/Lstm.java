package dev.recurve.nn;

import dev.recurve.Cell;
import dev.recurve.Params;
import dev.recurve.spi.Bias;

/** Layers of {@link LstmCell}s: {@code Lstm.sized(64, 128).layers(2).with(params)}. */
public final class Lstm extends RecurrentBuilder<HiddenCell, Lstm> {
  private final Bias bias;

  private Lstm(int inputSize, int hiddenSize, Bias bias, Stacking stacking) {
    super(inputSize, hiddenSize, stacking);
    this.bias = bias;
  }

  /** One forward layer of H units with both biases. */
  public static Lstm sized(int inputSize, int hiddenSize) {
    return new Lstm(inputSize, hiddenSize, Bias.BOTH, Stacking.SINGLE);
  }

  /** Which biases the cells have. */
  public Lstm bias(Bias which) {
    return new Lstm(inputSize(), hiddenSize(), which, stacking());
  }

  @Override
  Lstm stacked(Stacking changed) {
    return new Lstm(inputSize(), hiddenSize(), bias, changed);
  }

  @Override
  String name() {
    return "Lstm";
  }

  @Override
  Cell<HiddenCell> cell(int inputs, int units, Params params, String suffix) {
    return new LstmCell(inputs, units, bias, params, suffix);
  }
}
