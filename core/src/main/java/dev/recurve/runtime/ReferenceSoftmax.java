package dev.recurve.runtime;

import dev.recurve.spi.CrossEntropyRule;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Write;
import java.util.Objects;

/** Softmax along rows, and cross-entropy against integer targets. */
final class ReferenceSoftmax {
  private ReferenceSoftmax() {}

  static void softmaxRows(boolean log, Mat x, Mat y) {
    var from = ReferenceView.of(x, y);
    var to = ReferenceView.of(y);
    for (int r = 0; r < y.rows(); r++) {
      double max = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < y.cols(); c++) {
        max = Math.max(max, from.at(r, c));
      }
      double sum = 0;
      for (int c = 0; c < y.cols(); c++) {
        sum += StrictMath.exp(from.at(r, c) - max);
      }
      double logSum = StrictMath.log(sum);
      for (int c = 0; c < y.cols(); c++) {
        double shifted = from.at(r, c) - max;
        to.set(r, c, log ? shifted - logSum : StrictMath.exp(shifted) / sum);
      }
    }
  }

  static void softmaxRowsGrad(boolean log, Mat dy, Mat y, Write write, Mat dx) {
    var gradient = ReferenceView.of(dy, dx);
    var output = ReferenceView.of(y, dx);
    var to = ReferenceView.of(dx);
    for (int r = 0; r < dx.rows(); r++) {
      double sum = 0;
      for (int c = 0; c < dx.cols(); c++) {
        sum += gradient.at(r, c) * (log ? 1 : output.at(r, c));
      }
      for (int c = 0; c < dx.cols(); c++) {
        double g = gradient.at(r, c);
        double p = output.at(r, c);
        to.put(write, r, c, log ? g - StrictMath.exp(p) * sum : p * (g - sum));
      }
    }
  }

  static void crossEntropyRows(
      CrossEntropyRule rule, Mat logProbs, Mat targets, Mat classWeights, Mat losses, Mat weights) {
    var logP = ReferenceView.of(logProbs);
    var classWeight = ReferenceView.of(classWeights);
    var loss = ReferenceView.of(losses);
    var weight = ReferenceView.of(weights);
    for (int r = 0; r < logP.rows(); r++) {
      int target = ReferenceMemory.id(targets, r);
      if (target == rule.ignoreIndex()) {
        loss.set(r, 0, 0);
        weight.set(r, 0, 0);
        continue;
      }
      Objects.checkIndex(target, logP.cols());
      double sum = 0;
      for (int c = 0; c < logP.cols(); c++) {
        // A class without a share may have probability 0, whose logarithm must not count.
        if (c == target || rule.smoothing() > 0) {
          sum -= share(rule, classWeight, c, target) * logP.at(r, c);
        }
      }
      loss.set(r, 0, sum);
      weight.set(r, 0, classWeight.at(0, target));
    }
  }

  /** {@code dLogit = scale · (Σq · p - q)}, q the weighted target distribution. */
  static void crossEntropyRowsGrad(
      CrossEntropyRule rule,
      Mat logProbs,
      Mat targets,
      Mat classWeights,
      Mat scales,
      Write write,
      Mat dLogits) {
    var logP = ReferenceView.of(logProbs, dLogits);
    var classWeight = ReferenceView.of(classWeights);
    var scale = ReferenceView.of(scales);
    var to = ReferenceView.of(dLogits);
    for (int r = 0; r < logP.rows(); r++) {
      int target = ReferenceMemory.id(targets, r);
      boolean ignored = target == rule.ignoreIndex();
      double shares = 0;
      for (int c = 0; c < logP.cols() && !ignored; c++) {
        shares += share(rule, classWeight, c, Objects.checkIndex(target, logP.cols()));
      }
      for (int c = 0; c < logP.cols(); c++) {
        double d =
            ignored
                ? 0
                : shares * StrictMath.exp(logP.at(r, c)) - share(rule, classWeight, c, target);
        to.put(write, r, c, ignored ? 0 : scale.at(r, 0) * d);
      }
    }
  }

  /** A class's part of the target distribution, times its weight. */
  private static double share(CrossEntropyRule rule, ReferenceView weights, int c, int target) {
    double smooth = rule.smoothing() / weights.cols();
    return weights.at(0, c) * (c == target ? 1 - rule.smoothing() + smooth : smooth);
  }
}
