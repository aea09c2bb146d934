package dev.recurve.nn;

import dev.recurve.Cell;
import dev.recurve.Params;
import dev.recurve.spi.Bias;
import dev.recurve.spi.RnnCell;
import java.util.OptionalDouble;

/** Layers of {@link LstmCell}s: {@code Lstm.sized(64, 128).layers(2).with(params)}. */
public final class Lstm extends RecurrentBuilder<HiddenCell, Lstm> {
  private final Options options;

  /**
   * What cells are built with.
   *
   * @param coupled whether the input gate is the forget gate's other side
   * @param forgetBias what the sum of the forget gate's biases begins with, if it is not random
   */
  private record Options(RnnCell.Lstm kind, boolean coupled, Bias bias, OptionalDouble forgetBias) {
    Options withKind(RnnCell.Lstm changed) {
      return new Options(changed, coupled, bias, forgetBias);
    }
  }

  private Lstm(int inputSize, int hiddenSize, Options options, Stacking stacking) {
    super(inputSize, hiddenSize, stacking);
    this.options = options;
  }

  /** One forward layer of H units with both biases. */
  public static Lstm sized(int inputSize, int hiddenSize) {
    var options = new Options(new RnnCell.Lstm(), false, Bias.BOTH, OptionalDouble.empty());
    return new Lstm(inputSize, hiddenSize, options, Stacking.SINGLE);
  }

  /** Which biases the cells have. */
  public Lstm bias(Bias which) {
    return with(new Options(options.kind, options.coupled, which, options.forgetBias));
  }

  /**
   * Lets the sum of each forget gate's biases begin with this instead of at random; with 1, cells
   * remember at first, which helps with long sequences (Jozefowicz, Zaremba and Sutskever 2015).
   * Weights that are loaded keep their own.
   */
  public Lstm forgetBias(double value) {
    var begins = OptionalDouble.of(value);
    return with(new Options(options.kind, options.coupled, options.bias, begins));
  }

  /** Lets gates see the cell state (Gers, Schraudolph and Schmidhuber 2002). */
  public Lstm peepholes() {
    return with(options.withKind(new RnnCell.Lstm(true, options.kind.projection())));
  }

  /**
   * Projects each cell's output to fewer features (Sak, Senior and Beaufays 2014), which the layer
   * above and the next step then see.
   *
   * @param size P, less than the units
   */
  public Lstm projection(int size) {
    return with(options.withKind(new RnnCell.Lstm(options.kind.peepholes(), size)));
  }

  /**
   * Makes the input gate the forget gate's other side, see {@link CoupledLstmCell}; without
   * peepholes and projection.
   */
  public Lstm coupledGates() {
    return with(new Options(options.kind, true, options.bias, options.forgetBias));
  }

  private Lstm with(Options changed) {
    return new Lstm(inputSize(), hiddenSize(), changed, stacking());
  }

  @Override
  Lstm stacked(Stacking changed) {
    return new Lstm(inputSize(), hiddenSize(), options, changed);
  }

  @Override
  String name() {
    return "Lstm";
  }

  @Override
  Cell<HiddenCell> cell(int inputs, int units, Params params, String suffix) {
    var kind = options.kind;
    if (!options.coupled) {
      return new LstmCell(inputs, units, kind, options.bias, options.forgetBias, params, suffix);
    }
    if (kind.peepholes() || kind.projection() != 0) {
      throw new IllegalArgumentException(
          "An LSTM with coupled gates has no peepholes and no projection, received %s; leave out one or the other"
              .formatted(kind));
    }
    return new CoupledLstmCell(inputs, units, options.bias, options.forgetBias, params, suffix);
  }
}
