package dev.recurve.nn;

import dev.recurve.Cell;
import dev.recurve.Init;
import dev.recurve.Parameter;
import dev.recurve.Params;
import dev.recurve.Shape;
import dev.recurve.Tensor;

/** The LSTM as a user would write it from a textbook, with the built-in cell's parameters. */
record PlainLstm(int inputSize, int outputSize, Parameter w, Parameter u, Parameter b, Parameter c)
    implements Cell<HiddenCell> {

  static PlainLstm create(int inputs, int units, Params params) {
    return create(inputs, units, params, "");
  }

  static PlainLstm create(int inputs, int units, Params params, String suffix) {
    var init = Init.scaledTo(units);
    return new PlainLstm(
        inputs,
        units,
        params.get("weight_ih" + suffix, Shape.of(4 * units, inputs), init),
        params.get("weight_hh" + suffix, Shape.of(4 * units, units), init),
        params.get("bias_ih" + suffix, Shape.of(4 * units), init),
        params.get("bias_hh" + suffix, Shape.of(4 * units), init));
  }

  @Override
  public HiddenCell initialState(Tensor like, int batch) {
    var zeros = like.zeros(Shape.of(batch, outputSize));
    return new HiddenCell(zeros, zeros);
  }

  @Override
  public HiddenCell step(Tensor x, HiddenCell state) {
    var sum =
        x.matmulTransposed(w.value())
            .add(b.value())
            .add(state.h().matmulTransposed(u.value()).add(c.value()));
    var input = gate(sum, 0).sigmoid();
    var forget = gate(sum, 1).sigmoid();
    var candidate = gate(sum, 2).tanh();
    var output = gate(sum, 3).sigmoid();
    var cell = forget.mul(state.c()).add(input.mul(candidate));
    return new HiddenCell(output.mul(cell.tanh()), cell);
  }

  private Tensor gate(Tensor sum, int index) {
    return sum.slice(-1, index * outputSize, (index + 1) * outputSize);
  }
}
