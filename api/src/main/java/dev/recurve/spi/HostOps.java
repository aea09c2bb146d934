package dev.recurve.spi;

/**
 * Optional operations for which composing the required ones would be unreasonable: the default
 * brings the operands to the host, computes, and sends the result back. A backend whose memory is
 * far away will want kernels of its own.
 */
final class HostOps {
  private HostOps() {}

  static void crossEntropyRows(
      Backend on,
      CrossEntropyRule rule,
      Mat logProbs,
      Mat targets,
      Mat classWeights,
      Mat losses,
      Mat weights) {
    int classes = logProbs.cols();
    double[] logP = HostMat.download(on, logProbs);
    double[] w = HostMat.download(on, classWeights);
    int[] target = HostMat.downloadInts(on, targets);
    double[] loss = new double[target.length];
    double[] rowWeight = new double[target.length];
    for (int r = 0; r < target.length; r++) {
      if (target[r] == rule.ignoreIndex()) {
        continue;
      }
      double smooth = 0;
      if (rule.smoothing() > 0) {
        for (int c = 0; c < classes; c++) {
          smooth -= w[c] * logP[r * classes + c];
        }
      }
      rowWeight[r] = w[target[r]];
      loss[r] =
          -(1 - rule.smoothing()) * rowWeight[r] * logP[r * classes + target[r]]
              + rule.smoothing() / classes * smooth;
    }
    HostMat.upload(on, loss, losses);
    HostMat.upload(on, rowWeight, weights);
  }

  /**
   * With target distribution q (weights included) and s = Σ q: {@code dLogit = scale·(s·p - q)}.
   */
  static void crossEntropyRowsGrad(
      Backend on,
      CrossEntropyRule rule,
      Mat logProbs,
      Mat targets,
      Mat classWeights,
      Mat scales,
      Write write,
      Mat dLogits) {
    int classes = logProbs.cols();
    double[] logP = HostMat.download(on, logProbs);
    double[] w = HostMat.download(on, classWeights);
    double[] scale = HostMat.download(on, scales);
    int[] target = HostMat.downloadInts(on, targets);
    double[] d = write == Write.ADD ? HostMat.download(on, dLogits) : new double[logP.length];
    double share = rule.smoothing() / classes;
    for (int r = 0; r < target.length; r++) {
      if (target[r] == rule.ignoreIndex()) {
        continue;
      }
      double sum = (1 - rule.smoothing()) * w[target[r]];
      for (int c = 0; c < classes; c++) {
        sum += share * w[c];
      }
      for (int c = 0; c < classes; c++) {
        double q = share * w[c] + (c == target[r] ? (1 - rule.smoothing()) * w[c] : 0);
        d[r * classes + c] += scale[r] * (sum * StrictMath.exp(logP[r * classes + c]) - q);
      }
    }
    HostMat.upload(on, d, dLogits);
  }

  static void randomMask(Backend on, long key, long counter, double keep, Mat y) {
    double[] mask = new double[Math.toIntExact(y.size())];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = CounterRandom.uniform(key, counter + i) < keep ? 1 / keep : 0;
    }
    HostMat.upload(on, mask, y);
  }

  static void randomNormal(Backend on, long key, long counter, double deviation, Mat y) {
    double[] values = new double[Math.toIntExact(y.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = deviation * CounterRandom.normal(key, counter + i);
    }
    HostMat.upload(on, values, y);
  }
}
