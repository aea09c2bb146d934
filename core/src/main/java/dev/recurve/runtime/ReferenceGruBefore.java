package dev.recurve.runtime;

/**
 * {@code n = tanh(W x + b_in + U (r∘h) + b_hn)}, {@code h' = (1-z)∘n + z∘h}, gates in the order r,
 * z, n: Cho et al. 2014, the reset gate before the recurrent product. Keeps r, z and n.
 */
record ReferenceGruBefore(int units) implements ReferenceCell {
  @Override
  public int keptSize() {
    return 3 * units;
  }

  @Override
  public void forward(ReferenceWeights weights, ReferenceStep s) {
    weights.project(s.x, s.a);
    weights.recur(s.masked, 0, 2 * units, s.b);
    for (int j = 0; j < 2 * units; j++) {
      s.kept[j] = ReferenceElementwise.sigmoid(s.a[j] + s.b[j]);
    }
    weights.recur(reset(s), 2 * units, 3 * units, s.b);
    for (int j = 0; j < units; j++) {
      int jn = j + 2 * units;
      double z = s.kept[j + units];
      double n = StrictMath.tanh(s.a[jn] + s.b[jn]);
      s.hNew[j] = (1 - z) * n + z * s.h[j];
      s.kept[jn] = n;
    }
  }

  @Override
  public void backward(ReferenceWeightGrads grads, ReferenceStep s) {
    for (int j = 0; j < units; j++) {
      int jz = j + units;
      int jn = j + 2 * units;
      double z = s.kept[jz];
      double n = s.kept[jn];
      s.da[jz] = s.dhNew[j] * (s.h[j] - n) * z * (1 - z);
      s.da[jn] = s.dhNew[j] * (1 - z) * (1 - n * n);
      s.dh[j] += s.dhNew[j] * z;
    }
    double[] dReset = new double[units];
    grads.recurBack(s.da, 2 * units, 3 * units, reset(s), dReset);
    for (int j = 0; j < units; j++) {
      double r = s.kept[j];
      s.da[j] = dReset[j] * s.masked[j] * r * (1 - r);
      s.dMasked[j] += dReset[j] * r;
    }
    grads.recurBack(s.da, 0, 2 * units, s.masked, s.dMasked);
    grads.projectBack(s.da, s.x, s.dx);
  }

  /** {@code r∘h}. */
  private double[] reset(ReferenceStep s) {
    double[] reset = new double[units];
    for (int j = 0; j < units; j++) {
      reset[j] = s.kept[j] * s.masked[j];
    }
    return reset;
  }
}
