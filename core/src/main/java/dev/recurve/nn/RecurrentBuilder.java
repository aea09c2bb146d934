package dev.recurve.nn;

import dev.recurve.Cell;
import dev.recurve.Params;
import dev.recurve.State;
import dev.recurve.spi.Direction;
import java.util.ArrayList;
import java.util.List;

/**
 * The choices that all recurrent layers share; {@link #with} ends them. Each call gives a new
 * builder.
 *
 * @param <S> the cells' state
 * @param <B> the builder itself
 */
public abstract class RecurrentBuilder<S extends State<S>, B extends RecurrentBuilder<S, B>> {
  private final int inputSize;
  private final int hiddenSize;
  private final Stacking stacking;

  /**
   * Depth, direction, dropout, noise and start.
   *
   * @param layers cells on top of each other
   * @param direction how time is read
   * @param merge what becomes of the two directions' outputs
   * @param dropout probability with which a value between two layers is dropped
   * @param noise what acts on each layer's cells
   * @param learnsStart whether initial states are trained
   */
  record Stacking(
      int layers,
      Direction direction,
      Merge merge,
      double dropout,
      Noise noise,
      boolean learnsStart) {
    static final Stacking SINGLE = single(Direction.FORWARD);

    static Stacking single(Direction direction) {
      return new Stacking(1, direction, Merge.CONCAT, 0, Noise.NONE, false);
    }

    private Stacking withLayers(int count) {
      return new Stacking(count, direction, merge, dropout, noise, learnsStart);
    }

    private Stacking withDirection(Direction changed, Merge how) {
      return new Stacking(layers, changed, how, dropout, noise, learnsStart);
    }

    private Stacking withDropout(double probability) {
      return new Stacking(layers, direction, merge, probability, noise, learnsStart);
    }

    private Stacking with(Noise changed) {
      return new Stacking(layers, direction, merge, dropout, changed, learnsStart);
    }

    private Stacking withLearnedStart() {
      return new Stacking(layers, direction, merge, dropout, noise, true);
    }
  }

  RecurrentBuilder(int inputSize, int hiddenSize, Stacking stacking) {
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    this.stacking = stacking;
  }

  /** Depth, direction, dropout and noise so far. */
  final Stacking stacking() {
    return stacking;
  }

  /** Features of the input. */
  final int inputSize() {
    return inputSize;
  }

  /** Units of each cell. */
  final int hiddenSize() {
    return hiddenSize;
  }

  /** The same builder with another stacking. */
  abstract B stacked(Stacking changed);

  /** The layer's name in messages. */
  abstract String name();

  /**
   * The cell of one layer and direction.
   *
   * @param suffix its place, for example {@code _l0_reverse}
   */
  abstract Cell<S> cell(int inputs, int units, Params params, String suffix);

  /**
   * Several layers, each reading the one below.
   *
   * @throws IllegalArgumentException if fewer than 1
   */
  public B layers(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("At least one layer, received " + count);
    }
    return stacked(stacking.withLayers(count));
  }

  /** Reads both ways; the outputs of both stand side by side. */
  public B bidirectional() {
    return bidirectional(Merge.CONCAT);
  }

  /**
   * Reads both ways.
   *
   * @param merge what becomes of the outputs of both, in each layer
   */
  public B bidirectional(Merge merge) {
    return stacked(stacking.withDirection(Direction.BOTH, merge));
  }

  /** Reads from each sequence's last step to its first. */
  public B reverse() {
    return stacked(stacking.withDirection(Direction.REVERSE, Merge.CONCAT));
  }

  /** Drops values between two layers with this probability, in training. */
  public B dropout(double probability) {
    return stacked(stacking.withDropout(probability));
  }

  /**
   * Drops features of each cell's input in training, the same ones at all steps of a sequence, and
   * scales the others up (Gal and Ghahramani 2016).
   *
   * @param probability at least 0 and less than 1
   * @throws IllegalArgumentException if it is not
   */
  public B inputDropout(double probability) {
    return stacked(stacking.with(stacking.noise.withInput(probability)));
  }

  /**
   * Drops units of the previous output as each cell's recurrent weights see it, in training, the
   * same ones at all steps of a sequence, and scales the others up (Gal and Ghahramani 2016). What
   * a cell carries on past its weights, a GRU's {@code z∘h}, is left alone; a cell of the user's
   * own does not say what that is, so that {@link #with} refuses it.
   *
   * @param probability at least 0 and less than 1
   * @throws IllegalArgumentException if it is not
   */
  public B recurrentDropout(double probability) {
    return stacked(stacking.with(stacking.noise.withRecurrent(probability)));
  }

  /**
   * Lets units keep their previous state with a probability (Krueger et al. 2017): in training at
   * random, drawn anew for each step; otherwise each unit moves by the expected share.
   *
   * @param ofOutput for the output h; of a user's own cell, for the state's first tensor
   * @param ofCell for the cell state c; of a user's own cell, for all other tensors
   * @throws IllegalArgumentException if one is not at least 0 and less than 1
   */
  public B zoneout(double ofOutput, double ofCell) {
    return stacked(stacking.with(stacking.noise.withZoneout(ofOutput, ofCell)));
  }

  /**
   * Trains what each cell begins a sequence with, instead of the cell's own initial state, where
   * the training begins. The parameters are {@code start_l0.0} for the first tensor of the first
   * layer's state, {@code start_l0_reverse.1} for the second one of its reverse direction, and so
   * on. States that are handed in take the place of these too.
   */
  public B learnedStart() {
    return stacked(stacking.withLearnedStart());
  }

  /** Builds the layer. */
  public Recurrent<S> with(Params params) {
    var starts = new ArrayList<List<Start<S>>>();
    int inputs = inputSize;
    for (int layer = 0; layer < stacking.layers; layer++) {
      var depth = new ArrayList<Start<S>>();
      for (int d = 0; d < stacking.direction.count(); d++) {
        String suffix = "_l" + layer + (stacking.direction.isReverse(d) ? "_reverse" : "");
        var cell = cell(inputs, hiddenSize, params, suffix);
        depth.add(
            stacking.learnsStart
                ? Start.learned(cell, params.child("start" + suffix))
                : Start.ofCell(cell));
      }
      starts.add(depth);
      int outputs = depth.getFirst().cell().outputSize();
      inputs = depth.size() == 1 ? outputs : stacking.merge.size(outputs, outputs);
    }
    return Recurrent.of(name(), stacking, starts);
  }

  /**
   * Layers over a user's cells; each cell gets its weights from a child {@code l0}, {@code
   * l0_reverse}, {@code l1} and so on.
   *
   * @param <S> the cells' state
   */
  public static final class Custom<S extends State<S>> extends RecurrentBuilder<S, Custom<S>> {
    private final CellFactory<S> factory;

    Custom(int inputSize, int hiddenSize, CellFactory<S> factory) {
      this(inputSize, hiddenSize, factory, Stacking.SINGLE);
    }

    private Custom(int inputSize, int hiddenSize, CellFactory<S> factory, Stacking stacking) {
      super(inputSize, hiddenSize, stacking);
      this.factory = factory;
    }

    @Override
    Custom<S> stacked(Stacking changed) {
      return new Custom<>(inputSize(), hiddenSize(), factory, changed);
    }

    @Override
    String name() {
      return "Recurrent";
    }

    @Override
    Cell<S> cell(int inputs, int units, Params params, String suffix) {
      return factory.create(inputs, units, params.child(suffix.substring(1)));
    }
  }
}
