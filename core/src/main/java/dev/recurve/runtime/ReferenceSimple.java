package dev.recurve.runtime;

import dev.recurve.spi.Activation;

/** {@code h' = f(W x + U h + b)}, Elman 1990. Keeps h'. */
record ReferenceSimple(Activation activation, int units) implements ReferenceCell {
  @Override
  public int keptSize() {
    return units;
  }

  @Override
  public void forward(ReferenceWeights weights, ReferenceStep s) {
    weights.project(s.x, s.a);
    weights.recur(s.masked, 0, units, s.b);
    for (int j = 0; j < units; j++) {
      double sum = s.a[j] + s.b[j];
      s.hNew[j] =
          switch (activation) {
            case TANH -> StrictMath.tanh(sum);
            case RELU -> Math.max(sum, 0);
          };
      s.kept[j] = s.hNew[j];
    }
  }

  @Override
  public void backward(ReferenceWeightGrads grads, ReferenceStep s) {
    for (int j = 0; j < units; j++) {
      double h = s.kept[j];
      s.da[j] =
          switch (activation) {
            case TANH -> s.dhNew[j] * (1 - h * h);
            case RELU -> h > 0 ? s.dhNew[j] : 0;
          };
    }
    grads.projectBack(s.da, s.x, s.dx);
    grads.recurBack(s.da, 0, units, s.masked, s.dMasked);
  }
}
