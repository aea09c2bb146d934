package dev.recurve.nn;

import dev.recurve.Cell;
import dev.recurve.Params;
import dev.recurve.spi.Bias;
import dev.recurve.spi.RnnCell;

/** Layers of {@link LstmCell}s: {@code Lstm.sized(64, 128).layers(2).with(params)}. */
public final class Lstm extends RecurrentBuilder<HiddenCell, Lstm> {
  private final RnnCell.Lstm kind;
  private final Bias bias;

  private Lstm(int inputSize, int hiddenSize, RnnCell.Lstm kind, Bias bias, Stacking stacking) {
    super(inputSize, hiddenSize, stacking);
    this.kind = kind;
    this.bias = bias;
  }

  /** One forward layer of H units with both biases. */
  public static Lstm sized(int inputSize, int hiddenSize) {
    return new Lstm(inputSize, hiddenSize, new RnnCell.Lstm(), Bias.BOTH, Stacking.SINGLE);
  }

  /** Which biases the cells have. */
  public Lstm bias(Bias which) {
    return new Lstm(inputSize(), hiddenSize(), kind, which, stacking());
  }

  /** Lets gates see the cell state (Gers, Schraudolph and Schmidhuber 2002). */
  public Lstm peepholes() {
    return with(new RnnCell.Lstm(true, kind.projection()));
  }

  /**
   * Projects each cell's output to fewer features (Sak, Senior and Beaufays 2014), which the layer
   * above and the next step then see.
   *
   * @param size P, less than the units
   */
  public Lstm projection(int size) {
    return with(new RnnCell.Lstm(kind.peepholes(), size));
  }

  private Lstm with(RnnCell.Lstm changed) {
    return new Lstm(inputSize(), hiddenSize(), changed, bias, stacking());
  }

  @Override
  Lstm stacked(Stacking changed) {
    return new Lstm(inputSize(), hiddenSize(), kind, bias, changed);
  }

  @Override
  String name() {
    return "Lstm";
  }

  @Override
  Cell<HiddenCell> cell(int inputs, int units, Params params, String suffix) {
    return new LstmCell(inputs, units, kind, bias, params, suffix);
  }
}
