package dev.recurve;

import java.util.List;

/**
 * Streams that advance one step at a time. The session carries the state of its layers from step to
 * step, beginning with the states that the layers begin a sequence with. Its weights never change.
 *
 * <p>Used by one thread at a time: a second one is refused with an {@link IllegalStateException},
 * as is every use after {@link #close}.
 */
public interface StepSession extends AutoCloseable {
  /** Streams that advance together, B. */
  int batch();

  /** Features that each stream's input has at a step; 1 where it is a token. */
  int inputSize();

  /** Features that each stream's output has at a step. */
  int outputSize();

  /**
   * Takes every stream one step on, and waits for the result. Allocates nothing where all layers
   * run in a backend's own steps.
   *
   * @param x {@code [B, inputSize]} row by row
   * @param y {@code [B, outputSize]} row by row; overwritten
   * @throws ShapeException if an array has another length, or tokens are wanted
   */
  void step(float[] x, float[] y);

  /**
   * The same for a session that begins with an embedding.
   *
   * @param tokens B ids
   * @throws ShapeException if an array has another length, or features are wanted
   */
  void step(int[] tokens, float[] y);

  /**
   * Takes every stream one step on without leaving the device.
   *
   * @param x {@code [B, inputSize]}, or {@code [B]} ids
   * @return {@code [B, outputSize]}; belongs to the running step of a model, if there is one
   * @throws ShapeException if x has another shape or type
   */
  Tensor step(Tensor x);

  /**
   * Copies of the states of all cells: layer after layer and, within one, from the first depth to
   * the last, as a run over a whole sequence gives them. They are the session's no longer and
   * outlive it: they may be saved, or handed to {@link #restore} of any session of these layers.
   */
  List<State<?>> states();

  /**
   * Goes on from other states. To reorder streams, or to go on with some of them several times,
   * hand in this session's own states with other rows: {@code state.map(t -> t.gather(rows))}.
   *
   * @param states as {@link #states} gives them
   * @throws ShapeException if their number, kinds or shapes differ
   */
  void restore(List<? extends State<?>> states);

  /** Begins anew, as after opening. */
  void reset();

  /**
   * Lets each step run on up to so many threads, the caller included. Steps are too short to wake a
   * thread for: the others spin for some 0.1 ms after each step, waiting for the next, and keep
   * their processors busy. Worth it where steps follow each other closely and the weights fill more
   * than a first-level cache. A wish; the results do not depend on it.
   *
   * @return this
   * @throws IllegalArgumentException if fewer than 1
   */
  StepSession threads(int most);

  /** Gives everything back. May be called again. */
  @Override
  void close();
}
