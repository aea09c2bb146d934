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
   * Depth, direction and dropout.
   *
   * @param layers cells on top of each other
   * @param direction how time is read
   * @param dropout probability with which a value between two layers is dropped
   */
  record Stacking(int layers, Direction direction, double dropout) {
    static final Stacking SINGLE = new Stacking(1, Direction.FORWARD, 0);
  }

  RecurrentBuilder(int inputSize, int hiddenSize, Stacking stacking) {
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    this.stacking = stacking;
  }

  /** Depth, direction and dropout so far. */
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
    return stacked(new Stacking(count, stacking.direction, stacking.dropout));
  }

  /** Reads both ways; the outputs of both stand side by side. */
  public B bidirectional() {
    return stacked(new Stacking(stacking.layers, Direction.BOTH, stacking.dropout));
  }

  /** Reads from each sequence's last step to its first. */
  public B reverse() {
    return stacked(new Stacking(stacking.layers, Direction.REVERSE, stacking.dropout));
  }

  /** Drops values between two layers with this probability, in training. */
  public B dropout(double probability) {
    return stacked(new Stacking(stacking.layers, stacking.direction, probability));
  }

  /** Builds the layer. */
  public Recurrent<S> with(Params params) {
    var cells = new ArrayList<List<Cell<S>>>();
    int inputs = inputSize;
    for (int layer = 0; layer < stacking.layers; layer++) {
      var depth = new ArrayList<Cell<S>>();
      for (int d = 0; d < stacking.direction.count(); d++) {
        String suffix = "_l" + layer + (stacking.direction.isReverse(d) ? "_reverse" : "");
        depth.add(cell(inputs, hiddenSize, params, suffix));
      }
      cells.add(depth);
      inputs = depth.stream().mapToInt(Cell::outputSize).sum();
    }
    return new Recurrent<>(name(), stacking.direction, stacking.dropout, cells);
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
