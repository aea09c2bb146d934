package dev.recurve.spi;

/**
 * Element-wise functions of two operands, {@code y = f(a, b)}. The last three are the derivatives
 * that backpropagation needs most, so that they cost one pass.
 */
public enum BinaryOp {
  /** {@code a + b}. */
  ADD,
  /** {@code a - b}. */
  SUB,
  /** {@code a · b}. */
  MUL,
  /** {@code a / b}. */
  DIV,
  /** The larger; NaN if either is NaN. */
  MAX,
  /** The smaller; NaN if either is NaN. */
  MIN,
  /** 1 where {@code a > b}, else 0. */
  GREATER,
  /** 1 where {@code a = b}, else 0. */
  EQUAL,
  /** {@code a · (1 - b²)}: the gradient a of {@code b = tanh x}, carried to x. */
  TANH_GRAD,
  /** {@code a · b · (1 - b)}: the gradient a of {@code b = sigmoid x}, carried to x. */
  SIGMOID_GRAD,
  /** a where {@code b > 0}, else 0: the gradient a of {@code b = relu x}, carried to x. */
  RELU_GRAD
}
