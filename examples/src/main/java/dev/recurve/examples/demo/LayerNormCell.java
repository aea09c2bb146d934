package dev.recurve.examples.demo;

import dev.recurve.Cell;
import dev.recurve.Init;
import dev.recurve.Parameter;
import dev.recurve.Params;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.nn.Hidden;

/**
 * A simple cell whose sums are normalised over its units (Ba, Kiros and Hinton 2016): {@code h' =
 * tanh(g ∘ (a - mean(a)) / deviation(a) + b)} with {@code a = W·x + U·h}. Written as any user would
 * write a cell of their own.
 */
record LayerNormCell(
    int inputSize, int outputSize, Parameter w, Parameter u, Parameter gain, Parameter bias)
    implements Cell<Hidden> {
  /** Keeps the deviation above 0. */
  private static final double EPSILON = 1e-5;

  static LayerNormCell create(int inputs, int units, Params params) {
    var init = Init.scaledTo(units);
    return new LayerNormCell(
        inputs,
        units,
        params.get("weight_ih", Shape.of(units, inputs), init),
        params.get("weight_hh", Shape.of(units, units), init),
        params.get("gain", Shape.of(units), new Init.Constant(1)),
        params.get("bias", Shape.of(units), Init.zeros()));
  }

  @Override
  public Hidden initialState(Tensor like, int batch) {
    return new Hidden(like.zeros(Shape.of(batch, outputSize)));
  }

  @Override
  public Hidden step(Tensor x, Hidden state) {
    var sum = x.matmulTransposed(w.value()).add(state.h().matmulTransposed(u.value()));
    var centred = sum.sub(mean(sum));
    var deviation = mean(centred.square()).add(EPSILON).sqrt();
    return new Hidden(centred.div(deviation).mul(gain.value()).add(bias.value()).tanh());
  }

  /** Over the units, {@code [B, 1]}. */
  private Tensor mean(Tensor values) {
    return values.sum(-1).mul(1.0 / outputSize).reshape(Shape.of(values.shape().dim(0), 1));
  }
}
