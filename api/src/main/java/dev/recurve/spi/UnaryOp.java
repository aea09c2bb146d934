package dev.recurve.spi;

/** Element-wise functions of one operand, {@code y = f(x)}. NaN gives NaN unless stated. */
public enum UnaryOp {
  /** {@code -x}. */
  NEG,
  /** {@code |x|}. */
  ABS,
  /** -1, 0 or 1. */
  SIGN,
  /** {@code x²}. */
  SQUARE,
  /** {@code √x}. */
  SQRT,
  /** {@code 1/x}. */
  RECIPROCAL,
  /** {@code eˣ}. */
  EXP,
  /** {@code ln x}. */
  LOG,
  /** {@code tanh x}. */
  TANH,
  /** {@code 1/(1+e⁻ˣ)}. */
  SIGMOID,
  /** {@code max(x, 0)}. */
  RELU,
  /** {@code ln(1+eˣ)}, without overflow. */
  SOFTPLUS,
  /** 1 where x is finite, 0 where it is infinite or NaN. */
  IS_FINITE
}
