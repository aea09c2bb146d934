package dev.recurve.nn;

import dev.recurve.Cell;
import dev.recurve.Init;
import dev.recurve.Parameter;
import dev.recurve.Params;
import dev.recurve.Shape;
import dev.recurve.Tensor;

/** A user's cell: the minimal gated unit (Zhou, Wu, Zhang and Zhou 2016), written plainly. */
record MinimalGatedUnit(int inputSize, int outputSize, Parameter w, Parameter u, Parameter b)
    implements Cell<Hidden> {

  static MinimalGatedUnit create(int inputs, int units, Params params) {
    var init = Init.scaledTo(units);
    return new MinimalGatedUnit(
        inputs,
        units,
        params.get("w", Shape.of(2 * units, inputs), init),
        params.get("u", Shape.of(2 * units, units), init),
        params.get("b", Shape.of(2 * units), init));
  }

  @Override
  public Hidden initialState(Tensor like, int batch) {
    return new Hidden(like.zeros(Shape.of(batch, outputSize)));
  }

  @Override
  public Hidden step(Tensor x, Hidden state) {
    int n = outputSize;
    var h = state.h();
    var input = x.matmulTransposed(w.value()).add(b.value());
    var forFirst = h.matmulTransposed(u.value().slice(0, 0, n));
    var forget = input.slice(-1, 0, n).add(forFirst).sigmoid();
    var forSecond = forget.mul(h).matmulTransposed(u.value().slice(0, n, 2 * n));
    var fresh = input.slice(-1, n, 2 * n).add(forSecond).tanh();
    return new Hidden(forget.oneMinus().mul(h).add(forget.mul(fresh)));
  }
}
