package dev.recurve.autodiff;

import dev.recurve.spi.Mat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Some neighbouring rows and columns of a matrix, which itself lies in memory without gaps. */
record Block(int row, int col, int rows, int cols) {

  /** All of a matrix. */
  static Block all(Mat whole) {
    return new Block(0, 0, whole.rows(), whole.cols());
  }

  /**
   * The block that a window covers; empty if its elements are no block, as when an odd number of
   * them was taken from a matrix that was seen under other axes.
   */
  static Optional<Block> of(Mat window, Mat whole) {
    int from = Math.toIntExact(window.offset() - whole.offset());
    int width = whole.cols();
    int row = from / width;
    int col = from % width;
    boolean isInRows = window.rows() <= 1 || window.ld() == width;
    if (isInRows && col + window.cols() <= width) {
      return Optional.of(new Block(row, col, window.rows(), window.cols()));
    }
    boolean isRows = window.isContiguous() && col == 0 && window.size() % width == 0;
    return isRows
        ? Optional.of(new Block(row, 0, Math.toIntExact(window.size() / width), width))
        : Optional.empty();
  }

  /** Its window. */
  Mat in(Mat whole) {
    return whole.rows(row, rows).cols(col, cols);
  }

  boolean contains(Block other) {
    return row <= other.row
        && col <= other.col
        && other.endRow() <= endRow()
        && other.endCol() <= endCol();
  }

  boolean meets(Block other) {
    return row < other.endRow()
        && other.row < endRow()
        && col < other.endCol()
        && other.col < endCol();
  }

  /** What is left of it without a part: above, below, left and right. */
  List<Block> without(Block part) {
    return Stream.of(
            new Block(row, col, part.row - row, cols),
            new Block(part.endRow(), col, endRow() - part.endRow(), cols),
            new Block(part.row, col, part.rows, part.col - col),
            new Block(part.row, part.endCol(), part.rows, endCol() - part.endCol()))
        .filter(block -> block.rows > 0 && block.cols > 0)
        .toList();
  }

  private int endRow() {
    return row + rows;
  }

  private int endCol() {
    return col + cols;
  }
}
