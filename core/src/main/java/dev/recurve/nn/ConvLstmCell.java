package dev.recurve.nn;

import dev.recurve.Init;
import dev.recurve.Parameter;
import dev.recurve.Params;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;

/**
 * LSTM whose products are convolutions over the places of a {@link Grid} (Shi, Chen, Wang, Yeung,
 * Wong and Woo 2015), so that every place has C input and H hidden channels and sees its
 * neighbours':
 *
 * <pre>
 * i, f, g, o = σ, σ, tanh, σ of the four blocks of W_ih * x + W_hh * h + b
 * c' = f∘c + i∘g
 * h' = o∘tanh(c')
 * </pre>
 *
 * <p>Without the paper's peepholes, as in Keras. As everywhere in convolutional networks, {@code *}
 * does not turn the window around.
 */
public final class ConvLstmCell implements MaskableCell<HiddenCell> {
  private final Grid grid;
  private final int inputChannels;
  private final int channels;
  private final Parameter weightIh;
  private final Parameter weightHh;
  private final Parameter bias;

  /**
   * A cell with weights of its own: {@code weight_ih [4·H, K·C]}, {@code weight_hh [4·H, K·H]} and
   * {@code bias_ih [4·H]}, for windows of K places, channels within places.
   *
   * @param inputSize {@code places·C}
   * @param channels H, hidden channels of each place
   * @throws ShapeException if the input size is no multiple of the places
   * @throws IllegalArgumentException if a size is less than 1
   */
  public ConvLstmCell(Grid grid, int inputSize, int channels, Params params) {
    RnnParameters.checkSizes(inputSize, channels);
    if (inputSize % grid.places() != 0) {
      throw new ShapeException(
          "An input of %d features does not fill the %d places of %s with whole channels"
              .formatted(inputSize, grid.places(), grid));
    }
    this.grid = grid;
    this.inputChannels = inputSize / grid.places();
    this.channels = channels;
    int rows = 4 * channels;
    int seen = grid.taps();
    var init = Init.scaledTo(seen * channels);
    this.weightIh = params.get("weight_ih", Shape.of(rows, seen * inputChannels), init);
    this.weightHh = params.get("weight_hh", Shape.of(rows, seen * channels), init);
    this.bias = params.get("bias_ih", Shape.of(rows), init);
  }

  /**
   * Makes such cells for a recurrent layer: {@code Recurrent.sized(grid.places() * 3, 16,
   * ConvLstmCell.on(grid))} for 3 input and 16 hidden channels.
   */
  public static CellFactory<HiddenCell> on(Grid grid) {
    return (inputSize, channels, params) -> new ConvLstmCell(grid, inputSize, channels, params);
  }

  @Override
  public int inputSize() {
    return grid.places() * inputChannels;
  }

  @Override
  public int outputSize() {
    return grid.places() * channels;
  }

  @Override
  public HiddenCell initialState(Tensor like, int batch) {
    var zeros = like.zeros(Shape.of(batch, outputSize()));
    return new HiddenCell(zeros, zeros);
  }

  @Override
  public Tensor project(Tensor x) {
    var sums = convolved(x, inputChannels, weightIh).add(bias.value());
    return sums.reshape(Shape.of(x.shape().dim(0), grid.places() * 4 * channels));
  }

  /** Of rows of all places, {@code [N, places·any]}: {@code [N·places, 4·H]}. */
  private Tensor convolved(Tensor x, int each, Parameter weight) {
    int grids = x.shape().dim(0);
    var places = x.reshape(Shape.of(grids * grid.places(), each));
    var windows = PackedSteps.pick(places, grid.windows(grids));
    return windows
        .reshape(Shape.of(grids * grid.places(), grid.taps() * each))
        .matmulTransposed(weight.value());
  }

  @Override
  public HiddenCell recur(Tensor projected, HiddenCell state, Tensor seen) {
    int batch = projected.shape().dim(0);
    int places = batch * grid.places();
    var sums =
        projected.reshape(Shape.of(places, 4 * channels)).add(convolved(seen, channels, weightHh));
    var input = block(sums, 0).sigmoid();
    var forget = block(sums, 1).sigmoid();
    var candidate = block(sums, 2).tanh();
    var output = block(sums, 3).sigmoid();
    var before = state.c().reshape(Shape.of(places, channels));
    var c = forget.mul(before).add(input.mul(candidate));
    var flat = Shape.of(batch, outputSize());
    return new HiddenCell(output.mul(c.tanh()).reshape(flat), c.reshape(flat));
  }

  private Tensor block(Tensor sums, int index) {
    return sums.slice(-1, index * channels, (index + 1) * channels);
  }

  @Override
  public String toString() {
    return "ConvLstmCell(%d → %d, %s)".formatted(inputSize(), outputSize(), grid);
  }
}
