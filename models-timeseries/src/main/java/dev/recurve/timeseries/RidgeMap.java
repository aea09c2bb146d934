package dev.recurve.timeseries;

/**
 * An affine map from L context values to H target values, all relative to the last context value,
 * fitted by ridge regression (Hoerl and Kennard 1970). The intercept is not penalised.
 *
 * @param weights [L][H]
 * @param intercept [H]
 */
record RidgeMap(double[][] weights, double[] intercept) {
  /**
   * Keeps the equations solvable where the context never varies, far below what matters to values
   * of unit variance.
   */
  private static final double LEAST_PENALTY = 1e-9;

  /**
   * Solves the normal equations (X'X + penalty I) W = X'Y over centred values. The penalty is
   * {@code lambda} times the mean variance of a context value.
   */
  static RidgeMap fit(WindowMoments moments, int context, int horizon, double lambda) {
    double[][] gram = new double[context][context];
    double[][] cross = new double[context][horizon];
    double trace = 0;
    for (int i = 0; i < context; i++) {
      for (int j = 0; j <= i; j++) {
        gram[i][j] = moments.covariance(i, j);
      }
      for (int h = 0; h < horizon; h++) {
        cross[i][h] = moments.covariance(i, context + h);
      }
      trace += gram[i][i];
    }
    for (int i = 0; i < context; i++) {
      gram[i][i] += lambda * trace / context + LEAST_PENALTY;
    }
    double[][] weights = new Cholesky(gram).solve(cross);
    double[] intercept = new double[horizon];
    for (int h = 0; h < horizon; h++) {
      intercept[h] = moments.mean(context + h);
      for (int i = 0; i < context; i++) {
        intercept[h] -= weights[i][h] * moments.mean(i);
      }
    }
    return new RidgeMap(weights, intercept);
  }

  /** Maps a context, relative to its last value, to the targets, relative to the same. */
  double[] apply(double[] context) {
    double[] result = intercept.clone();
    for (int i = 0; i < context.length; i++) {
      for (int h = 0; h < result.length; h++) {
        result[h] += context[i] * weights[i][h];
      }
    }
    return result;
  }

  /**
   * Returns the mean squared error over other windows, from their moments alone. Their horizon may
   * be shorter than that of the map.
   */
  double meanSquaredError(WindowMoments moments, int horizon) {
    int context = weights.length;
    double sum = 0;
    for (int h = 0; h < horizon; h++) {
      double bias = intercept[h];
      int place = context + h;
      sum += moments.product(place, place) - 2 * bias * moments.mean(place) + bias * bias;
    }
    for (int i = 0; i < context; i++) {
      double[] predicted = new double[horizon]; // row i of the Gram matrix times the weights
      for (int j = 0; j < context; j++) {
        double product = moments.product(i, j);
        for (int h = 0; h < horizon; h++) {
          predicted[h] += product * weights[j][h];
        }
      }
      for (int h = 0; h < horizon; h++) {
        double biased = predicted[h] + 2 * intercept[h] * moments.mean(i);
        sum += weights[i][h] * (biased - 2 * moments.product(i, context + h));
      }
    }
    return sum / horizon;
  }
}
