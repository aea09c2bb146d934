package dev.recurve;

/**
 * A cell whose step splits into a part that does not look at the state and a part that does. The
 * first is run once for all steps, as one large product instead of many small ones.
 *
 * @param <S> its state
 */
public interface ProjectedCell<S extends State<S>> extends Cell<S> {
  /**
   * The part that sees only the input.
   *
   * @param x {@code [N, inputSize]}, rows of any steps
   * @return {@code [N, any]}
   */
  Tensor project(Tensor x);

  /**
   * The part that sees the state.
   *
   * @param projected {@code [B, any]}, rows of {@link #project}
   */
  S recur(Tensor projected, S state);

  @Override
  default S step(Tensor x, S state) {
    return recur(project(x), state);
  }
}
