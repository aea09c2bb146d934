package dev.recurve.spi;

/** Which bias vectors a recurrent cell has. */
public enum Bias {
  /** None. */
  NONE,
  /** Only the one beside the input weights. */
  INPUT,
  /** One beside the input weights and one beside the recurrent weights, as in PyTorch. */
  BOTH
}
