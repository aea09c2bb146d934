package dev.recurve.spi;

/** The element types that a {@link Buffer} can hold. */
public enum DType {
  /** IEEE 754 binary32: the type of values, weights and gradients. */
  F32(4),
  /** IEEE 754 binary64: for gradient checks, on backends that offer it. */
  F64(8),
  /** 32-bit signed integers: token ids, class targets, row indices. */
  I32(4);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes per element. */
  public int bytes() {
    return bytes;
  }

  /** Whether values of this type can carry a gradient. */
  public boolean isFloat() {
    return this != I32;
  }
}
