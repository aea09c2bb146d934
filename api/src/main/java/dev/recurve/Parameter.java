package dev.recurve;

/**
 * A named weight of a model. A layer asks its {@link Params} for one when it is built, keeps it,
 * and reads {@link #value()} anew each time it is applied. Handing the same parameter to two layers
 * ties their weights.
 */
public interface Parameter {
  /** The full path, for example {@code encoder.weight_ih_l0}. */
  String name();

  /** The axes. */
  Shape shape();

  /** The current value; gradients flow into it while a step records, unless it is frozen. */
  Tensor value();

  /** Counts the changes of the value, so that packed copies know when they are out of date. */
  long version();
}
