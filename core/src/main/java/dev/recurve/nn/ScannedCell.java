package dev.recurve.nn;

import dev.recurve.Cell;
import dev.recurve.State;
import dev.recurve.Tensor;
import java.util.List;

/**
 * A cell whose gates do not look at the state: a tensor c that it carries follows linearly from the
 * one before, {@code c' = keep∘c + add}, and everything else from c and the input. All that costs
 * products is then computed for all steps at once, and what is left is one linear scan over time.
 *
 * <p>A cell may also see a few inputs before the one of its step; its state then holds them.
 *
 * @param <S> its state
 */
public interface ScannedCell<S extends State<S>> extends Cell<S> {

  /**
   * What the inputs say of some steps; N rows each.
   *
   * @param keep how much of c stays, {@code [N, H]}
   * @param add what comes to it, {@code [N, H]}
   * @param more whatever else the state is made from
   */
  record Terms(Tensor keep, Tensor add, List<Tensor> more) {
    /** Copies the list. */
    public Terms {
      more = List.copyOf(more);
    }
  }

  /** How many inputs before its own a step sees, L. */
  default int lookback() {
    return 0;
  }

  /**
   * Everything that the inputs decide.
   *
   * @param seen the inputs of any steps, each followed by those before it, newest first: {@code [N,
   *     (1+L)·I]}
   */
  Terms terms(Tensor seen);

  /** The tensor of a state that is carried on linearly, {@code [B, H]}. */
  Tensor carried(S state);

  /** The inputs before the next step, newest first, {@code [B, L·I]}; asked for if L is not 0. */
  default Tensor past(S state) {
    throw new UnsupportedOperationException(this + " sees no inputs before a step's own");
  }

  /**
   * The states after some steps.
   *
   * @param terms of these steps
   * @param carried the new c, {@code [N, H]}
   * @param seen as {@link #terms} got it
   */
  S state(Terms terms, Tensor carried, Tensor seen);

  @Override
  default S step(Tensor x, S state) {
    var seen = lookback() == 0 ? x : x.concat(-1, List.of(past(state)));
    var terms = terms(seen);
    return state(terms, terms.keep().mul(carried(state)).add(terms.add()), seen);
  }
}
