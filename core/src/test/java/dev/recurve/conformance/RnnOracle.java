package dev.recurve.conformance;

import dev.recurve.spi.Activation;
import dev.recurve.spi.RnnCell;
import dev.recurve.spi.RnnSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The recurrent cells as their formulas stand in {@link RnnCell}, number by number on a {@link
 * ScalarTape}, so that the gradients follow by themselves.
 */
final class RnnOracle {
  private final RnnProblem problem;
  private final RnnSpec spec;
  private final int units;
  private final int output;
  private final ScalarTape tape = new ScalarTape();
  private final int zero = tape.leaf(0);
  private final int one = tape.leaf(1);

  private final Map<RnnPart, int[]> parts = new EnumMap<>(RnnPart.class);
  private final List<Map<RnnPart, int[]>> weights = new ArrayList<>();
  private final int[] y;
  private final int[] hN;
  private final int[] cN;

  private RnnOracle(RnnProblem problem) {
    this.problem = problem;
    this.spec = problem.spec();
    this.units = spec.hiddenSize();
    this.output = spec.outputSize();
    problem.parts().forEach((part, values) -> parts.put(part, tape.leaves(values)));
    for (var direction : problem.weights()) {
      var leaves = new EnumMap<RnnPart, int[]>(RnnPart.class);
      direction.forEach((part, values) -> leaves.put(part, tape.leaves(values)));
      weights.add(leaves);
    }
    // An absent initial state is 0, and has a gradient all the same.
    for (var state : List.of(RnnPart.H0, RnnPart.C0)) {
      parts.computeIfAbsent(state, _ -> tape.leaves(new double[size(state)]));
    }
    y = filled(size(RnnPart.Y));
    hN = filled(size(RnnPart.HN));
    cN = filled(size(RnnPart.CN));
  }

  /** Everything that a plan can give, by the names that {@link RnnRun} uses. */
  static Map<String, double[]> solve(RnnProblem problem) {
    var oracle = new RnnOracle(problem);
    for (int d = 0; d < problem.spec().direction().count(); d++) {
      for (int b = 0; b < problem.batch(); b++) {
        oracle.runSequence(d, b);
      }
    }
    return oracle.results();
  }

  private Map<String, double[]> results() {
    tape.clearGradients();
    seed(RnnPart.DY, y);
    seed(RnnPart.DHN, hN);
    seed(RnnPart.DCN, cN);
    tape.walkBack();
    var results = new HashMap<String, double[]>();
    results.put(RnnRun.name(RnnPart.Y), tape.values(y));
    results.put(RnnRun.name(RnnPart.HN), tape.values(hN));
    results.put(RnnRun.name(RnnPart.CN), tape.values(cN));
    for (var part : List.of(RnnPart.X, RnnPart.H0, RnnPart.C0)) {
      results.put(RnnRun.gradientName(part), tape.gradients(parts.get(part)));
    }
    for (int d = 0; d < weights.size(); d++) {
      int direction = d;
      weights
          .get(d)
          .forEach(
              (part, leaves) ->
                  results.put(RnnRun.gradientName(part, direction), tape.gradients(leaves)));
    }
    return results;
  }

  private void seed(RnnPart gradient, int[] of) {
    if (problem.parts().containsKey(gradient)) {
      double[] values = problem.parts().get(gradient);
      for (int i = 0; i < of.length; i++) {
        if (of[i] != zero) {
          tape.seed(of[i], values[i]);
        }
      }
    }
  }

  private void runSequence(int d, int b) {
    int batch = problem.batch();
    int length = problem.lengths().get(b);
    int[] h = row(RnnPart.H0, d * batch + b, output);
    int[] c = row(RnnPart.C0, d * batch + b, units);
    for (int i = 0; i < length; i++) {
      int t = spec.direction().isReverse(d) ? length - 1 - i : i;
      int stepRow = (d * problem.steps() + t) * batch + b;
      int[] x = row(RnnPart.X, t * batch + b, spec.inputSize());
      int[] seenX = masked(RnnPart.INPUT_MASK, d * batch + b, x);
      int[] seenH = masked(RnnPart.HIDDEN_MASK, d * batch + b, h);
      var next = step(weights.get(d), seenX, seenH, h, c);
      h = zoneout(RnnPart.ZONEOUT_H, stepRow, h, next.h());
      c = zoneout(RnnPart.ZONEOUT_C, stepRow, c, next.c());
      System.arraycopy(h, 0, y, ((t * batch + b) * spec.direction().count() + d) * output, output);
    }
    System.arraycopy(h, 0, hN, (d * batch + b) * output, output);
    System.arraycopy(c, 0, cN, (d * batch + b) * units, units);
  }

  // ------------------------------------------------------------------ cells

  private record Next(int[] h, int[] c) {}

  /**
   * One step.
   *
   * @param x the input, masked
   * @param seenH the previous output, masked
   * @param h the previous output
   * @param c the previous cell state
   */
  private Next step(Map<RnnPart, int[]> w, int[] x, int[] seenH, int[] h, int[] c) {
    return switch (spec.cell()) {
      case RnnCell.Simple(Activation activation) -> simple(activation, w, x, seenH, c);
      case RnnCell.Lstm(boolean peepholes, int projection) ->
          lstm(peepholes, projection > 0, w, x, seenH, c);
      case RnnCell.Gru(boolean resetAfter) -> gru(resetAfter, w, x, seenH, h, c);
    };
  }

  private Next simple(Activation activation, Map<RnnPart, int[]> w, int[] x, int[] h, int[] c) {
    int[] next = new int[units];
    for (int j = 0; j < units; j++) {
      int a = tape.add(fromInput(w, j, x), fromState(w, j, h));
      next[j] = activation == Activation.TANH ? tape.tanh(a) : tape.relu(a);
    }
    return new Next(next, c);
  }

  private Next lstm(
      boolean peepholes, boolean projects, Map<RnnPart, int[]> w, int[] x, int[] h, int[] c) {
    int[] nextC = new int[units];
    int[] nextH = new int[units];
    for (int j = 0; j < units; j++) {
      int[] a = new int[4];
      for (int gate = 0; gate < 4; gate++) {
        int row = gate * units + j;
        a[gate] = tape.add(fromInput(w, row, x), fromState(w, row, h));
      }
      if (peepholes) {
        a[0] = tape.add(a[0], tape.mul(w.get(RnnPart.PEEPHOLE)[j], c[j]));
        a[1] = tape.add(a[1], tape.mul(w.get(RnnPart.PEEPHOLE)[units + j], c[j]));
      }
      int kept = tape.mul(tape.sigmoid(a[1]), c[j]);
      nextC[j] = tape.add(kept, tape.mul(tape.sigmoid(a[0]), tape.tanh(a[2])));
      if (peepholes) {
        a[3] = tape.add(a[3], tape.mul(w.get(RnnPart.PEEPHOLE)[2 * units + j], nextC[j]));
      }
      nextH[j] = tape.mul(tape.sigmoid(a[3]), tape.tanh(nextC[j]));
    }
    return new Next(projects ? projected(w.get(RnnPart.PROJECTION), nextH) : nextH, nextC);
  }

  private int[] projected(int[] matrix, int[] h) {
    int[] smaller = new int[output];
    Arrays.setAll(smaller, p -> dot(matrix, p, h));
    return smaller;
  }

  private Next gru(
      boolean resetAfter, Map<RnnPart, int[]> w, int[] x, int[] seenH, int[] h, int[] c) {
    int[] r = new int[units];
    int[] z = new int[units];
    for (int j = 0; j < units; j++) {
      r[j] = tape.sigmoid(tape.add(fromInput(w, j, x), fromState(w, j, seenH)));
      z[j] = tape.sigmoid(tape.add(fromInput(w, units + j, x), fromState(w, units + j, seenH)));
    }
    int[] reset = new int[units];
    Arrays.setAll(reset, j -> tape.mul(r[j], seenH[j]));
    int[] next = new int[units];
    for (int j = 0; j < units; j++) {
      int row = 2 * units + j;
      int recurrent =
          resetAfter ? tape.mul(r[j], fromState(w, row, seenH)) : fromState(w, row, reset);
      int n = tape.tanh(tape.add(fromInput(w, row, x), recurrent));
      next[j] = mix(z[j], h[j], n);
    }
    return new Next(next, c);
  }

  // ------------------------------------------------------------------ pieces

  private int fromInput(Map<RnnPart, int[]> w, int row, int[] x) {
    return biased(w, RnnPart.BIAS_IH, row, dot(w.get(RnnPart.WEIGHT_IH), row, x));
  }

  private int fromState(Map<RnnPart, int[]> w, int row, int[] h) {
    return biased(w, RnnPart.BIAS_HH, row, dot(w.get(RnnPart.WEIGHT_HH), row, h));
  }

  private int biased(Map<RnnPart, int[]> w, RnnPart bias, int row, int sum) {
    return w.containsKey(bias) ? tape.add(sum, w.get(bias)[row]) : sum;
  }

  private int dot(int[] matrix, int row, int[] v) {
    int sum = zero;
    for (int k = 0; k < v.length; k++) {
      sum = tape.add(sum, tape.mul(matrix[row * v.length + k], v[k]));
    }
    return sum;
  }

  /** {@code z·a + (1-z)·b}. */
  private int mix(int z, int a, int b) {
    return tape.add(tape.mul(z, a), tape.mul(tape.sub(one, z), b));
  }

  private int[] zoneout(RnnPart part, int stepRow, int[] previous, int[] next) {
    if (!problem.parts().containsKey(part)) {
      return next;
    }
    int[] z = parts.get(part);
    int[] mixed = new int[next.length];
    Arrays.setAll(
        mixed, j -> mix(z.length == 1 ? z[0] : z[stepRow * next.length + j], previous[j], next[j]));
    return mixed;
  }

  private int[] masked(RnnPart mask, int row, int[] v) {
    if (!problem.parts().containsKey(mask)) {
      return v;
    }
    int[] factors = row(mask, row, v.length);
    int[] masked = new int[v.length];
    Arrays.setAll(masked, j -> tape.mul(factors[j], v[j]));
    return masked;
  }

  private int[] row(RnnPart part, int row, int cols) {
    return Arrays.copyOfRange(parts.get(part), row * cols, (row + 1) * cols);
  }

  private int size(RnnPart part) {
    return part.size(spec, problem.steps(), problem.batch()).elements();
  }

  private int[] filled(int size) {
    int[] nodes = new int[size];
    Arrays.fill(nodes, zero);
    return nodes;
  }
}
