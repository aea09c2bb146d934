package dev.recurve.nn;

import dev.recurve.State;
import dev.recurve.Tensor;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * The state of an {@link SLstmCell}, every tensor {@code [B, H]}.
 *
 * @param h the output
 * @param c the cell state, scaled by {@code e⁻ᵐ}
 * @param n the sum of the weights with which c was gathered, scaled likewise
 * @param m the logarithm of the scale
 */
public record ExponentialState(Tensor h, Tensor c, Tensor n, Tensor m)
    implements State<ExponentialState> {
  @Override
  public Tensor output() {
    return h;
  }

  @Override
  public ExponentialState map(UnaryOperator<Tensor> function) {
    return new ExponentialState(
        function.apply(h), function.apply(c), function.apply(n), function.apply(m));
  }

  @Override
  public ExponentialState zip(ExponentialState other, BinaryOperator<Tensor> function) {
    return new ExponentialState(
        function.apply(h, other.h),
        function.apply(c, other.c),
        function.apply(n, other.n),
        function.apply(m, other.m));
  }
}
