package dev.recurve.conformance;

import dev.recurve.spi.Backend;
import dev.recurve.spi.CrossEntropyRule;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Scalar;
import dev.recurve.spi.Scratch;
import dev.recurve.spi.StepCall;
import dev.recurve.spi.StepRule;
import dev.recurve.spi.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a backend does in one piece against the same thing composed of its required operations. Each
 * runs on windows of its own, made from the same seed.
 */
abstract class DefaultsConformance extends Conformance {
  private static final int ROWS = 33;
  private static final int COLS = 17;

  /** Something that computes on a backend and names the windows worth comparing. */
  private interface Work {
    List<Mat> on(Backend backend, Matrices m, Scratch scratch);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void softmax(boolean log) {
    compare(
        "softmax, log " + log,
        (backend, m, scratch) -> {
          var y = m.blank(ROWS, COLS);
          backend.softmaxRows(log, m.operand(ROWS, COLS, m.normal(ROWS * COLS)), y, scratch);
          var dx = m.target(ROWS, COLS, m.normal(ROWS * COLS));
          var dy = m.operand(ROWS, COLS, m.normal(ROWS * COLS));
          backend.softmaxRowsGrad(log, dy, y, Write.ADD, dx, scratch);
          return List.of(y, dx);
        });
  }

  @Test
  void linearScan() {
    compare(
        "linear scan",
        (backend, m, _) -> {
          int[] active = {9, 9, 8, 4, 3};
          var a = m.operand(ROWS, COLS, m.uniform(ROWS * COLS, -1, 1));
          var b = m.operand(ROWS, COLS, m.normal(ROWS * COLS));
          var h0 = m.operand(10, COLS, m.normal(10 * COLS));
          var h = m.blank(ROWS, COLS);
          backend.linearScan(active, a, b, h0, h);
          var dh = m.operand(ROWS, COLS, m.normal(ROWS * COLS));
          var da = m.blank(ROWS, COLS);
          var db = m.blank(ROWS, COLS);
          var dh0 = m.blank(10, COLS);
          backend.linearScanGrad(active, a, h0, h, dh, da, db, dh0);
          return List.of(h, da, db, dh0);
        });
  }

  @Test
  void crossEntropy() {
    compare(
        "cross-entropy",
        (backend, m, scratch) -> {
          var rule = new CrossEntropyRule(0.2, 3);
          var logProbs = m.blank(ROWS, COLS);
          backend.softmaxRows(
              true, m.operand(ROWS, COLS, m.normal(ROWS * COLS)), logProbs, scratch);
          int[] ids = IntStream.generate(() -> m.random().nextInt(COLS)).limit(ROWS).toArray();
          var targets = m.ints(ROWS, 1, ids);
          var classWeights = m.operand(1, COLS, m.uniform(COLS, 0.5, 2));
          var losses = m.blank(ROWS, 1);
          var weights = m.blank(ROWS, 1);
          backend.crossEntropyRows(rule, logProbs, targets, classWeights, losses, weights);
          var dLogits = m.blank(ROWS, COLS);
          backend.crossEntropyRowsGrad(
              rule, logProbs, targets, classWeights, losses, Write.SET, dLogits);
          return List.of(losses, weights, dLogits);
        });
  }

  @Test
  void optimizers() {
    for (StepRule rule : OptimizerConformance.RULES) {
      compare(
          rule.toString(),
          (backend, m, scratch) -> {
            var windows = new ArrayList<Mat>();
            for (int i = 0; i <= rule.slots(); i++) {
              // The first one large enough for a variance that is not lost in rounding.
              windows.add(m.target(1, 99, m.uniform(99, i == 0 ? 2 : 0.1, i == 0 ? 3 : 1)));
            }
            var gradient = m.operand(1, 99, m.uniform(99, 0.5, 2));
            var weights = windows.getLast();
            var slots = windows.subList(0, rule.slots());
            var ok = m.operand(1, 1, 1);
            var scale = Scalar.of(m.operand(1, 1, 0.5));
            var call = new StepCall(scale, 0.01, 0.02, ok, weights, gradient, slots);
            backend.optimizerStep(rule, call, scratch);
            return windows;
          });
    }
  }

  @Test
  void randomMask() {
    compare(
        "random mask",
        (backend, m, scratch) -> {
          var y = m.blank(ROWS, COLS);
          backend.randomMask(12, 34, 0.7, y);
          return List.of(y);
        });
  }

  @Test
  void randomNormal() {
    compare(
        "random normal",
        (backend, m, scratch) -> {
          var y = m.blank(ROWS, COLS);
          backend.randomNormal(12, 34, 0.7, y);
          return List.of(y);
        });
  }

  private void compare(String what, Work work) {
    onEachFloatType(
        m ->
            onFreshWindows(
                m.type(),
                composed -> {
                  m.begin(what);
                  List<Mat> actual = onItsOwnScratch(work, on, m);
                  List<Mat> expected = onItsOwnScratch(work, new RequiredOnly(on), composed);
                  for (int i = 0; i < actual.size(); i++) {
                    m.assertClose(
                        Tolerance.of(m.type()).summing(COLS),
                        actual.get(i),
                        composed.read(expected.get(i)));
                  }
                }));
  }

  /** Scratch is taken as often as an implementation likes, so it must not draw from m's numbers. */
  private static List<Mat> onItsOwnScratch(Work work, Backend backend, Matrices m) {
    try (var scratch = new Matrices(m.on(), m.type(), 1)) {
      return work.on(backend, m, scratch);
    }
  }
}
