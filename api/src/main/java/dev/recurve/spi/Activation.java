package dev.recurve.spi;

/** The activations that a simple recurrent cell may be planned with. */
public enum Activation {
  /** Hyperbolic tangent. */
  TANH,
  /** {@code max(x, 0)}. */
  RELU
}
