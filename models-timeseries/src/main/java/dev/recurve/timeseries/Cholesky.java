package dev.recurve.timeseries;

/**
 * The factorisation A = L Lᵀ of a symmetric positive definite matrix, to solve A X = B. See Golub
 * and Van Loan, Matrix Computations, section 4.2.
 */
final class Cholesky {
  private final double[][] lower; // row i has i + 1 entries

  /**
   * @param matrix symmetric positive definite; only its lower half is read
   * @throws ArithmeticException if it is not positive definite
   */
  Cholesky(double[][] matrix) {
    int n = matrix.length;
    lower = new double[n][];
    for (int i = 0; i < n; i++) {
      lower[i] = new double[i + 1];
      for (int j = 0; j < i; j++) {
        lower[i][j] = (matrix[i][j] - dot(lower[i], lower[j], j)) / lower[j][j];
      }
      double square = matrix[i][i] - dot(lower[i], lower[i], i);
      if (!(square > 0)) {
        throw new ArithmeticException(
            "matrix of size %d is not positive definite: pivot %d is %s".formatted(n, i, square));
      }
      lower[i][i] = Math.sqrt(square);
    }
  }

  private static double dot(double[] a, double[] b, int length) {
    double sum = 0;
    for (int k = 0; k < length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  /** Returns X, one row for each unknown, where A X = B. */
  double[][] solve(double[][] right) {
    int n = lower.length;
    double[][] x = new double[n][];
    for (int i = 0; i < n; i++) {
      x[i] = right[i].clone();
      for (int k = 0; k < i; k++) {
        subtract(x[i], lower[i][k], x[k]);
      }
      divide(x[i], lower[i][i]);
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int k = i + 1; k < n; k++) {
        subtract(x[i], lower[k][i], x[k]);
      }
      divide(x[i], lower[i][i]);
    }
    return x;
  }

  private static void subtract(double[] row, double factor, double[] other) {
    for (int c = 0; c < row.length; c++) {
      row[c] -= factor * other[c];
    }
  }

  private static void divide(double[] row, double divisor) {
    for (int c = 0; c < row.length; c++) {
      row[c] /= divisor;
    }
  }
}
