package dev.recurve.runtime;

import dev.recurve.spi.DType;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Write;

/**
 * How the reference kernels see a window of floats: element {@code (r, c)} lies at {@code offset +
 * r·rowStep + c·colStep}. Swapped steps transpose, a step of 0 repeats.
 */
record ReferenceView(
    double[] values, boolean single, int offset, int rows, int cols, int rowStep, int colStep) {

  static ReferenceView of(Mat mat) {
    var buffer = ReferenceBuffer.reals(mat);
    return new ReferenceView(
        buffer.values(),
        buffer.type() == DType.F32,
        Math.toIntExact(mat.offset()),
        mat.rows(),
        mat.cols(),
        mat.ld(),
        1);
  }

  /** The view of an operand that must have the size of another. */
  static ReferenceView of(Mat mat, Mat sized) {
    if (!mat.sameSize(sized)) {
      throw new IllegalArgumentException(
          "Expected %d × %d, received %d × %d"
              .formatted(sized.rows(), sized.cols(), mat.rows(), mat.cols()));
    }
    return of(mat);
  }

  /** The view of an operand that may be a row, a column or a single value for all of another. */
  static ReferenceView broadcast(Mat mat, Mat to) {
    return broadcast(mat, to.rows(), to.cols());
  }

  static ReferenceView broadcast(Mat mat, int rows, int cols) {
    boolean rowsFit = mat.rows() == rows || mat.rows() == 1;
    boolean colsFit = mat.cols() == cols || mat.cols() == 1;
    if (!rowsFit || !colsFit) {
      throw new IllegalArgumentException(
          "%d × %d cannot be repeated to %d × %d".formatted(mat.rows(), mat.cols(), rows, cols));
    }
    var v = of(mat);
    int rowStep = mat.rows() == 1 ? 0 : v.rowStep;
    int colStep = mat.cols() == 1 ? 0 : v.colStep;
    return new ReferenceView(v.values, v.single, v.offset, rows, cols, rowStep, colStep);
  }

  ReferenceView transposed() {
    return new ReferenceView(values, single, offset, cols, rows, colStep, rowStep);
  }

  /** The index of an element in {@link #values}. */
  int index(int r, int c) {
    return offset + r * rowStep + c * colStep;
  }

  double at(int r, int c) {
    return values[index(r, c)];
  }

  /** What will be read after a value is stored. */
  double rounded(double value) {
    return single ? (float) value : value;
  }

  void set(int r, int c, double value) {
    values[index(r, c)] = rounded(value);
  }

  void put(Write write, int r, int c, double value) {
    set(r, c, write == Write.ADD ? at(r, c) + value : value);
  }

  /** Copies a row to the start of an array. */
  void read(int r, double[] into) {
    for (int c = 0; c < cols; c++) {
      into[c] = at(r, c);
    }
  }

  /** Stores a row. */
  void write(int r, double[] from) {
    for (int c = 0; c < cols; c++) {
      set(r, c, from[c]);
    }
  }

  /** Adds to a row. */
  void add(int r, double[] from) {
    for (int c = 0; c < cols; c++) {
      set(r, c, at(r, c) + from[c]);
    }
  }

  /** All elements, row by row. */
  double[] toArray() {
    double[] all = new double[Math.multiplyExact(rows, cols)];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < cols; c++) {
        all[r * cols + c] = at(r, c);
      }
    }
    return all;
  }
}
