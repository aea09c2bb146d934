package dev.recurve.timeseries;

/**
 * Means and products over all sliding windows of L + H values, each relative to the last of its
 * first L: all that a least-squares map from the L to the H needs to know.
 *
 * <p>No window is built. With x the values and K windows, the product sum of places i and j is P(i,
 * j) = Σ x[k+i] x[k+j] over k < K, and P(i+1, j+1) is that without its first term and with one
 * more. So the first row costs K (L + H), and all others (L + H)², whatever K is. The level is
 * itself place L - 1, so that products relative to it follow by expansion.
 */
final class WindowMoments {
  private final int level; // the place of the last value of the context
  private final int width;
  private long windows;
  private final double[] sums;
  private final double[][] products; // [i][j] for j >= i

  WindowMoments(int context, int horizon) {
    level = context - 1;
    width = context + horizon;
    sums = new double[width];
    products = new double[width][width];
  }

  /** Adds the windows of a stretch of values without gaps. */
  void add(double[] x) {
    int count = x.length - width + 1;
    if (count < 1) {
      return;
    }
    windows += count;
    double sum = 0;
    double[] row = new double[width];
    for (int k = 0; k < count; k++) {
      sum += x[k];
      for (int j = 0; j < width; j++) {
        row[j] += x[k] * x[k + j];
      }
    }
    for (int i = 0; i < width; i++) {
      sums[i] += sum;
      for (int j = i; j < width; j++) {
        products[i][j] += row[j];
      }
      if (i + 1 < width) {
        double leaving = x[i];
        double entering = x[count + i];
        sum += entering - leaving;
        for (int j = width - 1; j > i; j--) {
          row[j] = row[j - 1] + entering * x[count + j - 1] - leaving * x[j - 1];
        }
      }
    }
  }

  /** Returns K, the number of windows. */
  long windows() {
    return windows;
  }

  /** Returns the mean of a place relative to the level. */
  double mean(int place) {
    return (sums[place] - sums[level]) / windows;
  }

  /** Returns the mean product of two places, both relative to the level. */
  double product(int i, int j) {
    return (sum(i, j) - sum(i, level) - sum(level, j) + sum(level, level)) / windows;
  }

  /** Returns the covariance of two places, both relative to the level. */
  double covariance(int i, int j) {
    return product(i, j) - mean(i) * mean(j);
  }

  private double sum(int i, int j) {
    return i <= j ? products[i][j] : products[j][i];
  }
}
