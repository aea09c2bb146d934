package dev.recurve.simd;

import dev.recurve.conformance.Matrices;
import dev.recurve.conformance.RecurrentBits;
import dev.recurve.spi.Axis;
import dev.recurve.spi.Backend;
import dev.recurve.spi.BinaryOp;
import dev.recurve.spi.CrossEntropyRule;
import dev.recurve.spi.DType;
import dev.recurve.spi.Mat;
import dev.recurve.spi.ReduceOp;
import dev.recurve.spi.Scalar;
import dev.recurve.spi.StepCall;
import dev.recurve.spi.StepRule;
import dev.recurve.spi.UnaryOp;
import dev.recurve.spi.Workers;
import dev.recurve.spi.Write;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Every kernel once, on small operands, down to one number that all bits of all results go into.
 */
final class Everything {
  private static final int WEIGHTS = 150;

  private static final List<StepRule> RULES =
      List.of(
          new StepRule.Descent(0.1),
          new StepRule.Momentum(0.1, 0.9, 0.7, true),
          new StepRule.Moments(0.1, 0.001, 0, 0.02, 3, 1e-8, false),
          new StepRule.Moments(0.1, 0.3, 0.01, 0.02, 3, 1e-6, true),
          new StepRule.InfinityNorm(0.1, 0.9, 0.02, 1e-8),
          new StepRule.SignOfMean(0.01, 0.1, 0.01),
          new StepRule.SumOfSquares(0.1, 0.5, 1e-3),
          new StepRule.MeanSquare(0.01, 0.1, 1e-8, false, 0),
          new StepRule.MeanSquare(0.01, 0.1, 1e-8, false, 0.9),
          new StepRule.MeanSquare(0.01, 0.1, 1e-4, true, 0),
          new StepRule.MeanSquare(0.01, 0.1, 1e-4, true, 0.9),
          new StepRule.SquaredSteps(1, 0.1, 1e-6),
          new StepRule.SignChanges(0.01, 0.5, 1.2, 0.006, 0.0125));

  private final Backend on;
  private final Matrices m;
  private final List<Mat> results = new ArrayList<>();

  private Everything(Backend on, Matrices m) {
    this.on = on;
    this.m = m;
  }

  /** Prints {@link #digests()}. */
  public static void main(String[] args) {
    digests().forEach(System.out::println);
  }

  /**
   * The digests of single kernels over lanes, of recurrent layers over lanes, and of the same over
   * single floats.
   */
  static List<Long> digests() {
    return List.of(
        digest(SimdBackend.warm(new Workers(1))),
        RecurrentBits.digest(SimdBackend.warm(new Workers(1))),
        RecurrentBits.digest(new SimdBackend(new Workers(1))));
  }

  static long digest(Backend on) {
    try (var m = new Matrices(on, DType.F32, 42)) {
      var everything = new Everything(on, m);
      everything.products();
      everything.elementwise();
      everything.folds();
      everything.losses();
      everything.optimizers();
      everything.scans();
      return everything.results.stream()
          .map(m::read)
          .mapToLong(Arrays::hashCode)
          .reduce(17, (so, next) -> 31 * so + next);
    }
  }

  private Mat normal(int rows, int cols) {
    return m.operand(rows, cols, m.normal(rows * cols));
  }

  private Mat result(int rows, int cols) {
    var y = m.target(rows, cols, m.normal(rows * cols));
    results.add(y);
    return y;
  }

  private void products() {
    int[][] shapes = {{7, 70, 33}, {20, 37, 170}, {2, 21, 50}, {1, 64, 20}, {40, 1, 35}};
    for (int[] s : shapes) {
      for (boolean transA : new boolean[] {false, true}) {
        for (boolean transB : new boolean[] {false, true}) {
          var a = transA ? normal(s[2], s[0]) : normal(s[0], s[2]);
          var b = transB ? normal(s[1], s[2]) : normal(s[2], s[1]);
          on.gemm(transA, transB, 0.3, a, b, 0.5, result(s[0], s[1]));
          on.gemm(transA, transB, 1, a, b, 0, result(s[0], s[1]));
        }
      }
    }
  }

  private void elementwise() {
    var x = normal(5, 37);
    for (UnaryOp op : UnaryOp.values()) {
      on.unary(op, x, result(5, 37));
    }
    for (BinaryOp op : BinaryOp.values()) {
      on.binary(op, x, normal(1, 37), Write.SET, result(5, 37));
      on.binary(op, normal(5, 1), x, Write.ADD, result(5, 37));
    }
    on.affine(Scalar.of(0.3), x, Scalar.of(0.7), result(5, 37), 0.1);
    on.select(normal(5, 37), x, normal(1, 1), result(5, 37));
    on.randomMask(3, 4, 0.7, result(5, 37));
    on.scatterAddRows(x, m.ints(5, 1, 2, 0, -1, 2, 1), result(3, 37));
  }

  private void folds() {
    var x = normal(300, 71);
    for (ReduceOp op : ReduceOp.values()) {
      on.reduce(op, Axis.ROWS, x, Write.SET, result(1, 71));
      on.reduce(op, Axis.COLS, x, Write.ADD, result(300, 1));
      on.reduce(op, Axis.ALL, x, Write.SET, result(1, 1));
    }
  }

  private void losses() {
    int rows = 9;
    int classes = 83;
    var logits = normal(rows, classes);
    var p = result(rows, classes);
    var logP = result(rows, classes);
    on.softmaxRows(false, logits, p, m);
    on.softmaxRows(true, logits, logP, m);
    on.softmaxRowsGrad(false, logits, p, Write.ADD, result(rows, classes), m);
    on.softmaxRowsGrad(true, logits, logP, Write.SET, result(rows, classes), m);
    var rule = new CrossEntropyRule(0.1, 5);
    var targets = m.ints(rows, 1, IntStream.range(0, rows).toArray());
    var weights = normal(1, classes);
    on.crossEntropyRows(rule, logP, targets, weights, result(rows, 1), result(rows, 1));
    on.crossEntropyRowsGrad(
        rule, logP, targets, weights, normal(rows, 1), Write.SET, result(rows, classes));
  }

  private void optimizers() {
    for (StepRule rule : RULES) {
      var slots = new ArrayList<Mat>();
      for (int i = 0; i < rule.slots(); i++) {
        var slot = m.target(1, WEIGHTS, m.uniform(WEIGHTS, 0.1, 1));
        slots.add(slot);
        results.add(slot);
      }
      var weights = result(1, WEIGHTS);
      var gradient = normal(1, WEIGHTS);
      var ok = m.operand(1, 1, 1);
      var call = new StepCall(Scalar.of(0.5), 0.01, 0.02, ok, weights, gradient, slots);
      on.optimizerStep(rule, call, m);
    }
    on.randomNormal(5, 6, 0.7, result(5, 37));
  }

  private void scans() {
    int[] active = {5, 5, 4, 2};
    var a = normal(16, 37);
    var h0 = normal(6, 37);
    var h = result(16, 37);
    on.linearScan(active, a, normal(16, 37), h0, h);
    on.linearScanGrad(
        active, a, h0, h, normal(16, 37), result(16, 37), result(16, 37), result(6, 37));
  }
}
