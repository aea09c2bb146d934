package dev.recurve.nn;

import dev.recurve.State;
import dev.recurve.Tensor;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * The state of an LSTM.
 *
 * @param h the output, {@code [B, H]}, or {@code [B, P]} if it is projected
 * @param c the cell state, {@code [B, H]}
 */
public record HiddenCell(Tensor h, Tensor c) implements State<HiddenCell> {
  @Override
  public Tensor output() {
    return h;
  }

  @Override
  public HiddenCell map(UnaryOperator<Tensor> function) {
    return new HiddenCell(function.apply(h), function.apply(c));
  }

  @Override
  public HiddenCell zip(HiddenCell other, BinaryOperator<Tensor> function) {
    return new HiddenCell(function.apply(h, other.h), function.apply(c, other.c));
  }
}
