package dev.recurve.runtime;

/**
 * {@code c' = f∘c + i∘g}, {@code h' = o∘tanh c'}, gates in the order i, f, g, o: Hochreiter and
 * Schmidhuber 1997, with the forget gate of Gers et al. 2000. Keeps i, f, g, o and tanh c'.
 */
record ReferenceLstm(int units) implements ReferenceCell {
  @Override
  public int keptSize() {
    return 5 * units;
  }

  @Override
  public void forward(ReferenceWeights weights, ReferenceStep s) {
    weights.project(s.x, s.a);
    weights.recur(s.masked, 0, 4 * units, s.b);
    for (int j = 0; j < units; j++) {
      int jf = j + units;
      int jg = j + 2 * units;
      int jo = j + 3 * units;
      double i = ReferenceElementwise.sigmoid(s.a[j] + s.b[j]);
      double f = ReferenceElementwise.sigmoid(s.a[jf] + s.b[jf]);
      double g = StrictMath.tanh(s.a[jg] + s.b[jg]);
      double o = ReferenceElementwise.sigmoid(s.a[jo] + s.b[jo]);
      s.cNew[j] = f * s.c[j] + i * g;
      double tanhC = StrictMath.tanh(s.cNew[j]);
      s.hNew[j] = o * tanhC;
      s.kept[j] = i;
      s.kept[jf] = f;
      s.kept[jg] = g;
      s.kept[jo] = o;
      s.kept[j + 4 * units] = tanhC;
    }
  }

  @Override
  public void backward(ReferenceWeightGrads grads, ReferenceStep s) {
    for (int j = 0; j < units; j++) {
      int jf = j + units;
      int jg = j + 2 * units;
      int jo = j + 3 * units;
      double i = s.kept[j];
      double f = s.kept[jf];
      double g = s.kept[jg];
      double o = s.kept[jo];
      double tanhC = s.kept[j + 4 * units];
      double dc = s.dcNew[j] + s.dhNew[j] * o * (1 - tanhC * tanhC);
      s.da[j] = dc * g * i * (1 - i);
      s.da[jf] = dc * s.c[j] * f * (1 - f);
      s.da[jg] = dc * i * (1 - g * g);
      s.da[jo] = s.dhNew[j] * tanhC * o * (1 - o);
      s.dc[j] += dc * f;
    }
    grads.projectBack(s.da, s.x, s.dx);
    grads.recurBack(s.da, 0, 4 * units, s.masked, s.dMasked);
  }
}
