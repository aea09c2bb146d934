package dev.recurve.nn;

import dev.recurve.State;
import dev.recurve.Tensor;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * The state of a cell that also sees the inputs before its own.
 *
 * @param h the output, {@code [B, H]}
 * @param c the cell state, {@code [B, H]}
 * @param past the last L inputs, newest first, {@code [B, L·I]}
 */
public record WindowedState(Tensor h, Tensor c, Tensor past) implements State<WindowedState> {
  @Override
  public Tensor output() {
    return h;
  }

  @Override
  public WindowedState map(UnaryOperator<Tensor> function) {
    return new WindowedState(function.apply(h), function.apply(c), function.apply(past));
  }

  @Override
  public WindowedState zip(WindowedState other, BinaryOperator<Tensor> function) {
    return new WindowedState(
        function.apply(h, other.h), function.apply(c, other.c), function.apply(past, other.past));
  }
}
