package dev.recurve.nn;

import dev.recurve.Cell;
import dev.recurve.ProjectedCell;
import dev.recurve.ShapeException;
import dev.recurve.State;
import dev.recurve.Tensor;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * Two cells, of different kinds if need be, as one: the upper one reads what the lower one puts out
 * at the same step. More are stacked by {@link #then}. For cells of one kind, {@link
 * RecurrentBuilder#layers} runs each of them over all steps before the next, which is faster.
 *
 * @param <A> the lower cell's state
 * @param <B> the upper cell's state
 */
public final class StackedCells<A extends State<A>, B extends State<B>>
    implements ProjectedCell<StackedCells.Both<A, B>> {
  private final Cell<A> lower;
  private final Cell<B> upper;

  /**
   * Two states.
   *
   * @param lower the lower cell's
   * @param upper the upper cell's, which gives the output
   * @param <A> the kind of the lower one
   * @param <B> the kind of the upper one
   */
  public record Both<A extends State<A>, B extends State<B>>(A lower, B upper)
      implements State<Both<A, B>> {
    @Override
    public Tensor output() {
      return upper.output();
    }

    @Override
    public Both<A, B> map(UnaryOperator<Tensor> function) {
      return new Both<>(lower.map(function), upper.map(function));
    }

    @Override
    public Both<A, B> zip(Both<A, B> other, BinaryOperator<Tensor> function) {
      return new Both<>(lower.zip(other.lower, function), upper.zip(other.upper, function));
    }
  }

  private StackedCells(Cell<A> lower, Cell<B> upper) {
    this.lower = lower;
    this.upper = upper;
  }

  /**
   * One cell on another.
   *
   * @throws ShapeException if the upper one does not take as many features as the lower one gives
   */
  public static <A extends State<A>, B extends State<B>> StackedCells<A, B> of(
      Cell<A> lower, Cell<B> upper) {
    if (lower.outputSize() != upper.inputSize()) {
      throw new ShapeException(
          "%s gives %d features, but %s above it expects %d"
              .formatted(lower, lower.outputSize(), upper, upper.inputSize()));
    }
    return new StackedCells<>(lower, upper);
  }

  /** These cells with another one on top. */
  public <C extends State<C>> StackedCells<Both<A, B>, C> then(Cell<C> top) {
    return of(this, top);
  }

  @Override
  public int inputSize() {
    return lower.inputSize();
  }

  @Override
  public int outputSize() {
    return upper.outputSize();
  }

  @Override
  public Both<A, B> initialState(Tensor like, int batch) {
    return new Both<>(lower.initialState(like, batch), upper.initialState(like, batch));
  }

  @Override
  public Tensor project(Tensor x) {
    return lower instanceof ProjectedCell<A> projected ? projected.project(x) : x;
  }

  @Override
  public Both<A, B> recur(Tensor projected, Both<A, B> state) {
    A below =
        lower instanceof ProjectedCell<A> split
            ? split.recur(projected, state.lower())
            : lower.step(projected, state.lower());
    return new Both<>(below, upper.step(below.output(), state.upper()));
  }

  @Override
  public String toString() {
    return lower + " then " + upper;
  }
}
