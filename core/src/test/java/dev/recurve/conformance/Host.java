package dev.recurve.conformance;

/**
 * A small matrix on the host, for oracles.
 *
 * @param values row by row
 */
record Host(int rows, int cols, double[] values) {

  /** An element; a matrix of one row or one column is repeated along it. */
  double at(int r, int c) {
    return values[(rows == 1 ? 0 : r) * cols + (cols == 1 ? 0 : c)];
  }

  /** What stands at each place of a matrix. */
  interface Element {
    double at(int r, int c);
  }

  /** The values of a matrix, row by row. */
  static double[] values(int rows, int cols, Element element) {
    double[] values = new double[rows * cols];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < cols; c++) {
        values[r * cols + c] = element.at(r, c);
      }
    }
    return values;
  }
}
