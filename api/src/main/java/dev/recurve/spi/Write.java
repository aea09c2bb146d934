package dev.recurve.spi;

/** How a kernel writes its destination. */
public enum Write {
  /** {@code y = result}; what stood there before is not read, so it may be anything, NaN too. */
  SET,
  /** {@code y = y + result}: how gradients of a value that is used twice accumulate. */
  ADD
}
