package dev.recurve.spi;

/**
 * Connectionist temporal classification for backends without a kernel: the operands come to the
 * host, forward and backward variables are computed there in float64 as logarithms, and the results
 * go back.
 */
public final class HostCtc implements CtcKernel {
  private final Backend on;

  /** For the windows of a backend. */
  public HostCtc(Backend on) {
    this.on = on;
  }

  @Override
  public String describe() {
    return "computed on the host";
  }

  @Override
  public void losses(CtcCall call, Mat losses) {
    var batch = new Batch(on, call);
    double[] values = new double[call.batch()];
    for (int b = 0; b < values.length; b++) {
      values[b] = -batch.lattice(b).forward();
    }
    HostMat.upload(on, values, losses);
  }

  @Override
  public void gradient(CtcCall call, Mat scales, Write write, Mat dLogits) {
    var batch = new Batch(on, call);
    double[] scale = HostMat.download(on, scales);
    double[] slopes =
        write == Write.ADD
            ? HostMat.download(on, dLogits)
            : new double[Math.toIntExact(dLogits.size())];
    for (int b = 0; b < scale.length; b++) {
      var lattice = batch.lattice(b);
      double logP = lattice.forward();
      if (logP != Double.NEGATIVE_INFINITY) {
        lattice.backward(logP, scale[b], slopes);
      }
    }
    HostMat.upload(on, slopes, dLogits);
  }

  /** A batch's operands on the host. */
  private record Batch(int[] labels, double[] logProbs, CtcCall call) {
    Batch(Backend on, CtcCall call) {
      this(HostMat.downloadInts(on, call.labels()), HostMat.download(on, call.logProbs()), call);
    }

    CtcLattice lattice(int b) {
      int[] own = new int[call.counts()[b]];
      for (int u = 0; u < own.length; u++) {
        own[u] = labels[u * call.batch() + b];
      }
      int classes = call.logProbs().cols();
      var rows = new CtcLattice.Rows(logProbs, b * classes, call.batch() * classes, classes);
      return new CtcLattice(rows, call.steps()[b], call.blank(), own);
    }
  }
}
