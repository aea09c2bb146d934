package dev.recurve.runtime;

import dev.recurve.spi.RnnWeights;

/**
 * Gradients of one direction's weights, summed in double over all steps of all sequences, so that
 * the destination is rounded once.
 */
final class ReferenceWeightGrads {
  private final ReferenceWeights weights;
  private final double[] ih;
  private final double[] hh;
  private final double[] biasIh;
  private final double[] biasHh;
  private final double[] peephole;
  private final double[] projection;

  ReferenceWeightGrads(ReferenceWeights weights) {
    this.weights = weights;
    this.ih = new double[weights.ih().length];
    this.hh = new double[weights.hh().length];
    this.biasIh = new double[weights.gateRows()];
    this.biasHh = new double[weights.gateRows()];
    this.peephole = new double[weights.peephole().length];
    this.projection = new double[weights.projection().length];
  }

  /** Carries the gradient of {@link ReferenceWeights#project} to weights, bias and x. */
  void projectBack(double[] da, double[] x, double[] dx) {
    productBack(da, 0, weights.gateRows(), x, weights.ih(), ih, biasIh, dx);
  }

  /** Carries the gradient of {@link ReferenceWeights#recur} to weights, bias and h. */
  void recurBack(double[] db, int from, int to, double[] h, double[] dh) {
    productBack(db, from, to, h, weights.hh(), hh, biasHh, dh);
  }

  /** Carries the gradient d of {@code peephole[index] · c} to that weight; gives that of c. */
  double peepholeBack(int index, double d, double c) {
    peephole[index] += d * c;
    return d * weights.peephole()[index];
  }

  /** Carries the gradient of {@link ReferenceWeights#projectOutput} to the matrix and v. */
  void projectOutputBack(double[] dh, double[] v, double[] dv) {
    double[] noBias = new double[dh.length];
    productBack(dh, 0, dh.length, v, weights.projection(), projection, noBias, dv);
  }

  /** Of {@code y = M v + bias}: {@code dv += Mᵀ dy; dM += dy vᵀ; dBias += dy}. */
  private static void productBack(
      double[] dy,
      int from,
      int to,
      double[] v,
      double[] matrix,
      double[] dMatrix,
      double[] dBias,
      double[] dv) {
    for (int j = from; j < to; j++) {
      double d = dy[j];
      int row = j * v.length;
      dBias[j] += d;
      for (int k = 0; k < v.length; k++) {
        dv[k] += d * matrix[row + k];
      }
      for (int k = 0; k < v.length; k++) {
        dMatrix[row + k] += d * v[k];
      }
    }
  }

  /** Adds the sums to where the caller wants them. */
  void addTo(RnnWeights target) {
    add(ih, ReferenceView.of(target.weightIh()));
    add(hh, ReferenceView.of(target.weightHh()));
    target.biasIh().ifPresent(bias -> add(biasIh, ReferenceView.of(bias)));
    target.biasHh().ifPresent(bias -> add(biasHh, ReferenceView.of(bias)));
    target.peephole().ifPresent(mat -> add(peephole, ReferenceView.of(mat)));
    target.projection().ifPresent(mat -> add(projection, ReferenceView.of(mat)));
  }

  private static void add(double[] sums, ReferenceView to) {
    for (int r = 0; r < to.rows(); r++) {
      for (int c = 0; c < to.cols(); c++) {
        to.set(r, c, to.at(r, c) + sums[r * to.cols() + c]);
      }
    }
  }
}
