package dev.recurve.benchmarks.ours;

import dev.recurve.Init;
import dev.recurve.Parameter;
import dev.recurve.Params;
import dev.recurve.ProjectedCell;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.nn.HiddenCell;

/**
 * Long short-term memory as a user would write it, in tensor operations: no backend can run it
 * whole. Its input's product runs once for all steps.
 *
 * @param inputSize I
 * @param outputSize H
 * @param input {@code [4·H, I]}, blocks i, f, g, o
 * @param recurrent {@code [4·H, H]}
 * @param bias {@code [4·H]}
 */
record UserLstmCell(
    int inputSize, int outputSize, Parameter input, Parameter recurrent, Parameter bias)
    implements ProjectedCell<HiddenCell> {
  static final String INPUT = "weight_ih_l0";
  static final String RECURRENT = "weight_hh_l0";
  static final String BIAS = "bias_l0";

  static UserLstmCell of(int inputs, int units, Params params) {
    var init = Init.scaledTo(units);
    return new UserLstmCell(
        inputs,
        units,
        params.get(INPUT, Shape.of(4 * units, inputs), init),
        params.get(RECURRENT, Shape.of(4 * units, units), init),
        params.get(BIAS, Shape.of(4 * units), init));
  }

  @Override
  public HiddenCell initialState(Tensor like, int batch) {
    var zeros = like.zeros(Shape.of(batch, outputSize));
    return new HiddenCell(zeros, zeros);
  }

  @Override
  public Tensor project(Tensor x) {
    return x.matmulTransposed(input.value()).add(bias.value());
  }

  @Override
  public HiddenCell recur(Tensor projected, HiddenCell state) {
    var gates = projected.add(state.h().matmulTransposed(recurrent.value()));
    var c =
        gate(gates, 1)
            .sigmoid()
            .mul(state.c())
            .add(gate(gates, 0).sigmoid().mul(gate(gates, 2).tanh()));
    return new HiddenCell(gate(gates, 3).sigmoid().mul(c.tanh()), c);
  }

  private Tensor gate(Tensor gates, int block) {
    return gates.slice(-1, block * outputSize, (block + 1) * outputSize);
  }
}
