package dev.recurve.nn;

import dev.recurve.Cell;
import dev.recurve.Params;
import dev.recurve.spi.Bias;

/** Layers of {@link GruCell}s: {@code Gru.sized(64, 128).bidirectional().with(params)}. */
public final class Gru extends RecurrentBuilder<Hidden, Gru> {
  private final Bias bias;
  private final boolean resetAfter;

  private Gru(int inputSize, int hiddenSize, Bias bias, boolean resetAfter, Stacking stacking) {
    super(inputSize, hiddenSize, stacking);
    this.bias = bias;
    this.resetAfter = resetAfter;
  }

  /** One forward layer of H units with both biases, reset after the recurrent product. */
  public static Gru sized(int inputSize, int hiddenSize) {
    return new Gru(inputSize, hiddenSize, Bias.BOTH, true, Stacking.SINGLE);
  }

  /** Which biases the cells have. */
  public Gru bias(Bias which) {
    return new Gru(inputSize(), hiddenSize(), which, resetAfter, stacking());
  }

  /** Resets before the recurrent product, as Cho et al. 2014 wrote it. */
  public Gru resetBefore() {
    return new Gru(inputSize(), hiddenSize(), bias, false, stacking());
  }

  @Override
  Gru stacked(Stacking changed) {
    return new Gru(inputSize(), hiddenSize(), bias, resetAfter, changed);
  }

  @Override
  String name() {
    return "Gru";
  }

  @Override
  Cell<Hidden> cell(int inputs, int units, Params params, String suffix) {
    return new GruCell(inputs, units, resetAfter, bias, params, suffix);
  }
}
