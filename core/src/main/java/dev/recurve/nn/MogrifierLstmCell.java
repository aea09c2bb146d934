package dev.recurve.nn;

import dev.recurve.Cell;
import dev.recurve.Init;
import dev.recurve.Parameter;
import dev.recurve.Params;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.spi.Bias;
import java.util.ArrayList;
import java.util.List;

/**
 * LSTM before whose step input and previous output gate each other in turn (Melis, Kočiský and
 * Blunsom 2020), round i being
 *
 * <pre>
 * x = 2σ(M_i h)∘x    for i = 1, 3, 5, …
 * h = 2σ(M_i x)∘h    for i = 2, 4, 6, …
 * </pre>
 *
 * and then an {@link LstmCell} on the x and h that came out. The cell state is not gated. Since the
 * state changes the input, nothing can be computed for all steps at once.
 */
public final class MogrifierLstmCell implements Cell<HiddenCell> {
  private static final int ROUNDS = 5;

  private final LstmCell lstm;
  private final List<Parameter> matrices;

  /** A cell of 5 rounds, which the paper found enough. */
  public MogrifierLstmCell(int inputSize, int hiddenSize, Params params) {
    this(inputSize, hiddenSize, ROUNDS, params);
  }

  /**
   * A cell with weights of its own: those of an LSTM with both biases, and {@code mogrify_1 [I,
   * H]}, {@code mogrify_2 [H, I]} and so on, one a round.
   *
   * @param rounds 0 for a plain LSTM
   * @throws IllegalArgumentException if rounds are negative, or a size is less than 1
   */
  public MogrifierLstmCell(int inputSize, int hiddenSize, int rounds, Params params) {
    if (rounds < 0) {
      throw new IllegalArgumentException("A mogrifier has 0 or more rounds, received " + rounds);
    }
    this.lstm = new LstmCell(inputSize, hiddenSize, Bias.BOTH, params, "");
    this.matrices = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      boolean gatesInput = round % 2 == 1;
      var shape = gatesInput ? Shape.of(inputSize, hiddenSize) : Shape.of(hiddenSize, inputSize);
      matrices.add(params.get("mogrify_" + round, shape, Init.scaledTo(shape.cols())));
    }
  }

  @Override
  public int inputSize() {
    return lstm.inputSize();
  }

  @Override
  public int outputSize() {
    return lstm.outputSize();
  }

  @Override
  public HiddenCell initialState(Tensor like, int batch) {
    return lstm.initialState(like, batch);
  }

  @Override
  public HiddenCell step(Tensor x, HiddenCell state) {
    var gatedX = x;
    var gatedH = state.h();
    for (int i = 0; i < matrices.size(); i++) {
      var matrix = matrices.get(i).value();
      if (i % 2 == 0) {
        gatedX = gatedH.matmulTransposed(matrix).sigmoid().mul(gatedX).mul(2);
      } else {
        gatedH = gatedX.matmulTransposed(matrix).sigmoid().mul(gatedH).mul(2);
      }
    }
    return lstm.step(gatedX, new HiddenCell(gatedH, state.c()));
  }

  @Override
  public String toString() {
    return "MogrifierLstmCell(%d → %d, %d rounds)"
        .formatted(inputSize(), outputSize(), matrices.size());
  }
}
