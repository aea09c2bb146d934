package dev.recurve.spi;

/** In which order a recurrent layer reads time. */
public enum Direction {
  /** From the first step to the last. */
  FORWARD,
  /** From each sequence's own last step to the first. */
  REVERSE,
  /** Both, with weights of their own; outputs stand side by side, forward first. */
  BOTH;

  /** 1 or 2. */
  public int count() {
    return this == BOTH ? 2 : 1;
  }

  /** Whether pass {@code index} (0 or 1) of this direction runs from the end. */
  public boolean isReverse(int index) {
    return this == REVERSE || index == 1;
  }
}
