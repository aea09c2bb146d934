package dev.recurve.runtime;

/**
 * {@code n = tanh(W x + b_in + r∘(U h + b_hn))}, {@code h' = (1-z)∘n + z∘h}, gates in the order r,
 * z, n: Cho et al. 2014 with the reset gate after the recurrent product, as cuDNN has it. Keeps r,
 * z, n and {@code U h + b_hn}.
 */
record ReferenceGruAfter(int units) implements ReferenceCell {
  @Override
  public int keptSize() {
    return 4 * units;
  }

  @Override
  public void forward(ReferenceWeights weights, ReferenceStep s) {
    weights.project(s.x, s.a);
    weights.recur(s.masked, 0, 3 * units, s.b);
    for (int j = 0; j < units; j++) {
      int jz = j + units;
      int jn = j + 2 * units;
      double r = ReferenceElementwise.sigmoid(s.a[j] + s.b[j]);
      double z = ReferenceElementwise.sigmoid(s.a[jz] + s.b[jz]);
      double n = StrictMath.tanh(s.a[jn] + r * s.b[jn]);
      s.hNew[j] = (1 - z) * n + z * s.h[j];
      s.kept[j] = r;
      s.kept[jz] = z;
      s.kept[jn] = n;
      s.kept[j + 3 * units] = s.b[jn];
    }
  }

  @Override
  public void backward(ReferenceWeightGrads grads, ReferenceStep s) {
    for (int j = 0; j < units; j++) {
      int jz = j + units;
      int jn = j + 2 * units;
      double r = s.kept[j];
      double z = s.kept[jz];
      double n = s.kept[jn];
      double recurrent = s.kept[j + 3 * units];
      double dn = s.dhNew[j] * (1 - z) * (1 - n * n);
      s.da[j] = dn * recurrent * r * (1 - r);
      s.da[jz] = s.dhNew[j] * (s.h[j] - n) * z * (1 - z);
      s.da[jn] = dn;
      s.db[j] = s.da[j];
      s.db[jz] = s.da[jz];
      s.db[jn] = dn * r;
      s.dh[j] += s.dhNew[j] * z;
    }
    grads.projectBack(s.da, s.x, s.dx);
    grads.recurBack(s.db, 0, 3 * units, s.masked, s.dMasked);
  }
}
