package dev.recurve.host;

import dev.recurve.spi.BinaryOp;
import dev.recurve.spi.CrossEntropyRule;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Write;
import java.util.Arrays;
import java.util.Objects;

/** Softmax along rows, and cross-entropy against integer targets. */
public final class Softmax {
  /** Work for an element: two or three passes, one of them with exp. */
  private static final int WEIGHT = 16;

  private final Loops loops;
  private final Split split;
  private final Pool<Workspace> workspaces;

  public Softmax(Loops loops, Split split, Pool<Workspace> workspaces) {
    this.loops = loops;
    this.split = split;
    this.workspaces = workspaces;
  }

  /** Something to be done with a row. */
  private interface Row {
    void run(int row, Workspace w);
  }

  private void rows(Mat y, Row body) {
    if (y.size() == 0) {
      return;
    }
    split.ranges(
        y.rows(),
        (long) y.cols() * WEIGHT,
        (from, to) ->
            workspaces.with(
                w -> {
                  for (int r = from; r < to; r++) {
                    body.run(r, w);
                  }
                }));
  }

  private static int start(Mat mat, int row) {
    return HostBuffer.start(mat) + row * mat.ld();
  }

  // ------------------------------------------------------------------ softmax

  public void softmaxRows(boolean log, Mat x, Mat y) {
    float[] from = HostBuffer.floats(x);
    float[] to = HostBuffer.floats(y);
    rows(
        y,
        (r, w) -> {
          int x0 = start(x, r);
          int y0 = start(y, r);
          int n = y.cols();
          float max = loops.foldMax(from, x0, n, w.sums);
          if (log) {
            float logSum = (float) StrictMath.log(sumOfExp(from, x0, n, max, w));
            loops.minusMinus(from, x0, max, logSum, to, y0, n);
          } else {
            loops.expMinus(from, x0, max, to, y0, n);
            float sum = (float) sum(to, y0, n, w);
            loops.binary(BinaryOp.DIV, to, y0, sum, to, y0, n);
          }
        });
  }

  private double sum(float[] x, int x0, int n, Workspace w) {
    double sum = 0;
    for (int c = 0; c < n; c += Workspace.PIECE) {
      sum += loops.foldSum(x, x0 + c, Math.min(Workspace.PIECE, n - c), w.sums);
    }
    return sum;
  }

  private double dot(float[] x, int x0, float[] z, int z0, int n, Workspace w) {
    double sum = 0;
    for (int c = 0; c < n; c += Workspace.PIECE) {
      int count = Math.min(Workspace.PIECE, n - c);
      sum += loops.foldDot(x, x0 + c, z, z0 + c, count, w.sums);
    }
    return sum;
  }

  private double sumOfExp(float[] x, int x0, int n, float max, Workspace w) {
    double sum = 0;
    for (int c = 0; c < n; c += Workspace.PIECE) {
      int count = Math.min(Workspace.PIECE, n - c);
      loops.expMinus(x, x0 + c, max, w.piece, 0, count);
      sum += loops.foldSum(w.piece, 0, count, w.sums);
    }
    return sum;
  }

  /** softmax: {@code dx = y∘(dy - Σ dy∘y)}; log-softmax: {@code dx = dy - eʸ·Σ dy}. */
  public void softmaxRowsGrad(boolean log, Mat dy, Mat y, Write write, Mat dx) {
    float[] gradient = HostBuffer.floats(dy);
    float[] output = HostBuffer.floats(y);
    float[] to = HostBuffer.floats(dx);
    boolean add = write == Write.ADD;
    rows(
        dx,
        (r, w) -> {
          int g0 = start(dy, r);
          int y0 = start(y, r);
          int x0 = start(dx, r);
          int n = dx.cols();
          float sum = (float) (log ? sum(gradient, g0, n, w) : dot(gradient, g0, output, y0, n, w));
          if (log && add) {
            loops.logSoftmaxGradOnto(gradient, g0, output, y0, sum, to, x0, n);
          } else if (log) {
            loops.logSoftmaxGrad(gradient, g0, output, y0, sum, to, x0, n);
          } else if (add) {
            loops.softmaxGradOnto(gradient, g0, output, y0, sum, to, x0, n);
          } else {
            loops.softmaxGrad(gradient, g0, output, y0, sum, to, x0, n);
          }
        });
  }

  // ------------------------------------------------------------ cross-entropy

  public void crossEntropyRows(
      CrossEntropyRule rule, Mat logProbs, Mat targets, Mat classWeights, Mat losses, Mat weights) {
    float[] logP = HostBuffer.floats(logProbs);
    float[] weight = HostBuffer.floats(classWeights);
    int weight0 = HostBuffer.start(classWeights);
    int classes = logProbs.cols();
    rows(
        logProbs,
        (r, w) -> {
          int target = target(targets, r);
          double loss = 0;
          float targetWeight = 0;
          if (target != rule.ignoreIndex()) {
            Objects.checkIndex(target, classes);
            int p0 = start(logProbs, r);
            targetWeight = weight[weight0 + target];
            loss = -(1 - rule.smoothing()) * targetWeight * logP[p0 + target];
            // A class without a share may have probability 0, whose logarithm must not count.
            if (rule.smoothing() > 0) {
              loss -= rule.smoothing() / classes * dot(logP, p0, weight, weight0, classes, w);
            }
          }
          HostBuffer.floats(losses)[start(losses, r)] = (float) loss;
          HostBuffer.floats(weights)[start(weights, r)] = targetWeight;
        });
  }

  /** {@code dLogit = scale · (Σq · p - q)}, q the weighted target distribution. */
  public void crossEntropyRowsGrad(
      CrossEntropyRule rule,
      Mat logProbs,
      Mat targets,
      Mat classWeights,
      Mat scales,
      Write write,
      Mat dLogits) {
    float[] logP = HostBuffer.floats(logProbs);
    float[] weight = HostBuffer.floats(classWeights);
    int weight0 = HostBuffer.start(classWeights);
    float[] to = HostBuffer.floats(dLogits);
    int classes = logProbs.cols();
    double share = rule.smoothing() / classes;
    rows(
        dLogits,
        (r, w) -> {
          int target = target(targets, r);
          int d0 = start(dLogits, r);
          if (target == rule.ignoreIndex()) {
            if (write == Write.SET) {
              Arrays.fill(to, d0, d0 + classes, 0);
            }
            return;
          }
          Objects.checkIndex(target, classes);
          float scale = HostBuffer.floats(scales)[start(scales, r)];
          double own = (1 - rule.smoothing()) * weight[weight0 + target];
          double shares =
              rule.smoothing() > 0 ? own + share * sum(weight, weight0, classes, w) : own;
          float all = (float) (scale * shares);
          float each = (float) (scale * share);
          int p0 = start(logProbs, r);
          if (write == Write.ADD) {
            loops.crossEntropyGradOnto(logP, p0, weight, weight0, all, each, to, d0, classes);
          } else {
            loops.crossEntropyGrad(logP, p0, weight, weight0, all, each, to, d0, classes);
          }
          to[d0 + target] -= (float) (scale * own);
        });
  }

  private static int target(Mat targets, int row) {
    return HostBuffer.ints(targets)[start(targets, row)];
  }
}
