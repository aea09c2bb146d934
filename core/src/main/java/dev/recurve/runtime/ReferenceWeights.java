package dev.recurve.runtime;

import dev.recurve.spi.RnnWeights;

/**
 * One direction's weights, as the steps of a recurrent layer read them.
 *
 * @param gateRows G, all gates' units
 * @param ih {@code [G, I]}, read row by row going backward
 * @param hh {@code [G, P]}
 * @param ihT {@code [I, G]}, read row by row going forward
 * @param hhT {@code [H, G]}
 * @param biasIh {@code [G]}, 0 where there is none
 * @param biasHh {@code [G]}, 0 where there is none
 * @param peephole {@code [3·H]}, in the order i, f, o; no elements where there is none
 * @param projection {@code [P, H]}; no elements where there is none
 */
record ReferenceWeights(
    int gateRows,
    double[] ih,
    double[] hh,
    double[] ihT,
    double[] hhT,
    double[] biasIh,
    double[] biasHh,
    double[] peephole,
    double[] projection) {

  private static final double[] NONE = {};

  static ReferenceWeights of(RnnWeights weights) {
    var ih = ReferenceView.of(weights.weightIh());
    var hh = ReferenceView.of(weights.weightHh());
    double[] none = new double[ih.rows()];
    return new ReferenceWeights(
        ih.rows(),
        ih.toArray(),
        hh.toArray(),
        ih.transposed().toArray(),
        hh.transposed().toArray(),
        weights.biasIh().map(bias -> ReferenceView.of(bias).toArray()).orElse(none),
        weights.biasHh().map(bias -> ReferenceView.of(bias).toArray()).orElse(none),
        weights.peephole().map(mat -> ReferenceView.of(mat).toArray()).orElse(NONE),
        weights.projection().map(mat -> ReferenceView.of(mat).toArray()).orElse(NONE));
  }

  /** {@code a = W x + b_ih}, all gates. */
  void project(double[] x, double[] a) {
    System.arraycopy(biasIh, 0, a, 0, gateRows);
    addProduct(x, ihT, 0, gateRows, a);
  }

  /** {@code b = U h + b_hh}, rows {@code from … to-1} of the gates. */
  void recur(double[] h, int from, int to, double[] b) {
    System.arraycopy(biasHh, from, b, from, to - from);
    addProduct(h, hhT, from, to, b);
  }

  /** {@code h = W_hr v}. */
  void projectOutput(double[] v, double[] h) {
    for (int p = 0; p < h.length; p++) {
      h[p] = 0;
      for (int k = 0; k < v.length; k++) {
        h[p] += projection[p * v.length + k] * v[k];
      }
    }
  }

  private void addProduct(double[] v, double[] transposed, int from, int to, double[] sums) {
    for (int k = 0; k < v.length; k++) {
      double factor = v[k];
      int row = k * gateRows;
      for (int j = from; j < to; j++) {
        sums[j] += factor * transposed[row + j];
      }
    }
  }
}
