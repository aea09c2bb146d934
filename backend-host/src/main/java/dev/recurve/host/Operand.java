package dev.recurve.host;

import dev.recurve.spi.Mat;

/**
 * An operand as the rows of a destination see it, broadcast to its size.
 *
 * @param start the index of element (0, 0)
 * @param step from what one row sees to what the next one sees; 0 for one row everywhere
 * @param isNumber whether a row sees one number instead of a stretch
 */
public record Operand(float[] values, int start, int step, boolean isNumber) {

  /**
   * An operand that is {@code r × c}, {@code 1 × c}, {@code r × 1} or {@code 1 × 1} where the
   * destination is {@code r × c}.
   *
   * @param flat whether the destination is walked as one row
   */
  public static Operand of(Mat mat, Mat destination, boolean flat) {
    boolean rowsFit = mat.rows() == destination.rows() || mat.rows() == 1;
    boolean colsFit = mat.cols() == destination.cols() || mat.cols() == 1;
    if (!rowsFit || !colsFit) {
      throw new IllegalArgumentException(
          "%d × %d cannot be broadcast to %d × %d"
              .formatted(mat.rows(), mat.cols(), destination.rows(), destination.cols()));
    }
    boolean isNumber =
        flat ? !mat.sameSize(destination) : mat.cols() == 1 && destination.cols() != 1;
    return new Operand(
        HostBuffer.floats(mat), HostBuffer.start(mat), mat.rows() == 1 ? 0 : mat.ld(), isNumber);
  }

  /** Whether an operand allows its destination, which has no gaps, to be walked as one row. */
  public static boolean isFlat(Mat mat, Mat destination) {
    return mat.size() == 1 || mat.isContiguous() && mat.sameSize(destination);
  }

  /** The index of the first element that a row sees. */
  public int at(int row) {
    return start + row * step;
  }

  /** The number that a row sees. */
  public float number(int row) {
    return values[at(row)];
  }
}
