package dev.recurve.runtime;

/**
 * {@code c' = f∘c + i∘g}, {@code h' = o∘tanh c'}, gates in the order i, f, g, o: Hochreiter and
 * Schmidhuber 1997, with the forget gate of Gers et al. 2000. Through peepholes i and f see c, o
 * sees c' (Gers et al. 2002). A projection makes the output smaller (Sak et al. 2014). Keeps i, f,
 * g, o and tanh c'.
 */
record ReferenceLstm(int units, boolean peepholes, boolean projects) implements ReferenceCell {
  @Override
  public int keptSize() {
    return 5 * units;
  }

  @Override
  public void forward(ReferenceWeights weights, ReferenceStep s) {
    weights.project(s.x, s.a);
    weights.recur(s.masked, 0, 4 * units, s.b);
    double[] own = new double[units];
    for (int j = 0; j < units; j++) {
      int jf = j + units;
      int jg = j + 2 * units;
      int jo = j + 3 * units;
      double i = ReferenceElementwise.sigmoid(s.a[j] + s.b[j] + seen(weights, j, s.c[j]));
      double f = ReferenceElementwise.sigmoid(s.a[jf] + s.b[jf] + seen(weights, jf, s.c[j]));
      double g = StrictMath.tanh(s.a[jg] + s.b[jg]);
      s.cNew[j] = f * s.c[j] + i * g;
      double o = ReferenceElementwise.sigmoid(s.a[jo] + s.b[jo] + seen(weights, jg, s.cNew[j]));
      double tanhC = StrictMath.tanh(s.cNew[j]);
      own[j] = o * tanhC;
      s.kept[j] = i;
      s.kept[jf] = f;
      s.kept[jg] = g;
      s.kept[jo] = o;
      s.kept[j + 4 * units] = tanhC;
    }
    if (projects) {
      weights.projectOutput(own, s.hNew);
    } else {
      System.arraycopy(own, 0, s.hNew, 0, units);
    }
  }

  /** What a gate sees of the cell state. */
  private double seen(ReferenceWeights weights, int index, double c) {
    return peepholes ? weights.peephole()[index] * c : 0;
  }

  @Override
  public void backward(ReferenceWeightGrads grads, ReferenceStep s) {
    double[] dOwn = dOwn(grads, s);
    for (int j = 0; j < units; j++) {
      int jf = j + units;
      int jg = j + 2 * units;
      int jo = j + 3 * units;
      double i = s.kept[j];
      double f = s.kept[jf];
      double g = s.kept[jg];
      double o = s.kept[jo];
      double tanhC = s.kept[j + 4 * units];
      s.da[jo] = dOwn[j] * tanhC * o * (1 - o);
      double dc = s.dcNew[j] + dOwn[j] * o * (1 - tanhC * tanhC);
      if (peepholes) {
        dc += grads.peepholeBack(jg, s.da[jo], f * s.c[j] + i * g);
      }
      s.da[j] = dc * g * i * (1 - i);
      s.da[jf] = dc * s.c[j] * f * (1 - f);
      s.da[jg] = dc * i * (1 - g * g);
      s.dc[j] += dc * f;
      if (peepholes) {
        s.dc[j] += grads.peepholeBack(j, s.da[j], s.c[j]);
        s.dc[j] += grads.peepholeBack(jf, s.da[jf], s.c[j]);
      }
    }
    grads.projectBack(s.da, s.x, s.dx);
    grads.recurBack(s.da, 0, 4 * units, s.masked, s.dMasked);
  }

  /** The gradient of {@code o∘tanh c'}. */
  private double[] dOwn(ReferenceWeightGrads grads, ReferenceStep s) {
    if (!projects) {
      return s.dhNew;
    }
    double[] own = new double[units];
    for (int j = 0; j < units; j++) {
      own[j] = s.kept[j + 3 * units] * s.kept[j + 4 * units];
    }
    double[] dOwn = new double[units];
    grads.projectOutputBack(s.dhNew, own, dOwn);
    return dOwn;
  }
}
