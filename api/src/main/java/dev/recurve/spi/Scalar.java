package dev.recurve.spi;

/**
 * A factor handed to a kernel: known on the host, or computed earlier on the device and left there,
 * so that a clip coefficient or a loss scale never makes the host wait.
 */
public sealed interface Scalar {
  /** One. */
  Scalar ONE = new Value(1);

  /** Zero. A destination whose factor is this constant is written without being read. */
  Scalar ZERO = new Value(0);

  /** A factor known on the host. */
  record Value(double value) implements Scalar {}

  /**
   * A factor in device memory.
   *
   * @param mat a 1 × 1 window
   */
  record OnDevice(Mat mat) implements Scalar {
    /** Checks the size. */
    public OnDevice {
      if (mat.rows() != 1 || mat.cols() != 1) {
        throw new IllegalArgumentException(
            "A scalar is a 1 × 1 window, received " + mat.rows() + " × " + mat.cols());
      }
    }
  }

  /** A factor known on the host. */
  static Scalar of(double value) {
    return new Value(value);
  }

  /** A factor in device memory, a 1 × 1 window. */
  static Scalar of(Mat mat) {
    return new OnDevice(mat);
  }
}
