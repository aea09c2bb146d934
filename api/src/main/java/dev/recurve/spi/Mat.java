package dev.recurve.spi;

/**
 * The one operand type of the seam: a row-strided window of a buffer, {@code rows × cols} elements,
 * where element {@code (r, c)} lies at {@code offset + r·ld + c}. A window without elements may lie
 * anywhere, even outside its buffer.
 *
 * @param buffer the memory looked at
 * @param offset the index of element (0, 0) in the buffer
 * @param rows number of rows; may be 0
 * @param cols number of columns; may be 0
 * @param ld elements from one row to the next (the leading dimension), at least {@code cols}
 */
public record Mat(Buffer buffer, long offset, int rows, int cols, int ld) {

  /**
   * Checks that the window lies inside its buffer.
   *
   * @throws IllegalArgumentException when it does not
   */
  public Mat {
    if (rows < 0 || cols < 0 || ld < cols || offset < 0) {
      throw new IllegalArgumentException(
          "No such window: offset %d, %d × %d, ld %d".formatted(offset, rows, cols, ld));
    }
    if (rows > 0 && cols > 0 && offset + (long) (rows - 1) * ld + cols > buffer.size()) {
      throw new IllegalArgumentException(
          "The window (offset %d, %d × %d, ld %d) ends outside its buffer of %d elements"
              .formatted(offset, rows, cols, ld, buffer.size()));
    }
  }

  /** A window whose rows lie one behind the other, {@code ld = cols}. */
  public static Mat of(Buffer buffer, long offset, int rows, int cols) {
    return new Mat(buffer, offset, rows, cols, cols);
  }

  /** The whole of a buffer as one row. */
  public static Mat row(Buffer buffer) {
    return of(buffer, 0, 1, Math.toIntExact(buffer.size()));
  }

  /** The element type. */
  public DType type() {
    return buffer.type();
  }

  /** Number of elements, {@code rows · cols}. */
  public long size() {
    return (long) rows * cols;
  }

  /** Whether the elements lie one behind the other without gaps. */
  public boolean isContiguous() {
    return ld == cols || rows <= 1;
  }

  /** Rows {@code from … from+count-1} of this window. */
  public Mat rows(int from, int count) {
    return new Mat(buffer, offset + (long) from * ld, count, cols, ld);
  }

  /** Columns {@code from … from+count-1} of this window. */
  public Mat cols(int from, int count) {
    return new Mat(buffer, offset + from, rows, count, ld);
  }

  /**
   * The same elements seen as {@code newRows × newCols}.
   *
   * @throws IllegalArgumentException when the window has gaps or the sizes differ
   */
  public Mat reshape(int newRows, int newCols) {
    if (newCols == cols && newRows == rows) {
      return this;
    }
    if (!isContiguous() || (long) newRows * newCols != size()) {
      throw new IllegalArgumentException(
          "%d × %d (ld %d) cannot be seen as %d × %d".formatted(rows, cols, ld, newRows, newCols));
    }
    return of(buffer, offset, newRows, newCols);
  }

  /** Whether both windows have the same number of rows and of columns. */
  public boolean sameSize(Mat other) {
    return rows == other.rows && cols == other.cols;
  }
}
