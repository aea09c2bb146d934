package dev.recurve.nn;

import dev.recurve.State;
import dev.recurve.Tensor;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * The state of cells that carry nothing but their output.
 *
 * @param h {@code [B, H]}
 */
public record Hidden(Tensor h) implements State<Hidden> {
  @Override
  public Tensor output() {
    return h;
  }

  @Override
  public Hidden map(UnaryOperator<Tensor> function) {
    return new Hidden(function.apply(h));
  }

  @Override
  public Hidden zip(Hidden other, BinaryOperator<Tensor> function) {
    return new Hidden(function.apply(h, other.h));
  }
}
