package dev.recurve;

import java.util.List;

/**
 * A piece of a model: a function with parameters. It holds no state that changes, so it may be
 * shared between threads. How layers fit together is checked by the compiler.
 *
 * @param <I> what goes in
 * @param <O> what comes out
 */
public interface Layer<I, O> {
  /** Computes the output. */
  O apply(I input);

  /** What it is, with sizes, for example {@code Linear(64 → 10)}. */
  default String describe() {
    return getClass().getSimpleName();
  }

  /** How it will be computed on the backend in use, and why. */
  default String explain() {
    return describe();
  }

  /** The layers inside, with their names, in order. */
  default List<Child> children() {
    return List.of();
  }

  /**
   * The layers that this one applies one after the other, if it is nothing but that; by default the
   * layer itself alone.
   */
  default List<Layer<?, ?>> stages() {
    return List.of(this);
  }

  /** This layer, followed by another. */
  default <R> Layer<I, R> then(Layer<? super O, ? extends R> next) {
    return new Chain<>(this, next);
  }

  /**
   * A named part of a layer.
   *
   * @param name its place, for example {@code 0} or {@code forward}
   * @param layer the part
   */
  record Child(String name, Layer<?, ?> layer) {}
}
