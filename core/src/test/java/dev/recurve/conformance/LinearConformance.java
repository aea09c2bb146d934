package dev.recurve.conformance;

import dev.recurve.spi.Mat;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A linear map made ready for steps, against plain sums; every step of a stepper anew. */
abstract class LinearConformance extends Conformance {
  private static final int STEPS = 3;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void stepsOfOddSizes(boolean hasBias) {
    var random = new SplittableRandom(5);
    onEachFloatType(
        windows -> {
          for (int batch : new int[] {1, 2, 3, 7, 13}) {
            for (int i = 0; i < 6; i++) {
              check(windows, batch, any(SIZES, random), any(SIZES, random), hasBias);
            }
          }
        });
  }

  private void check(Matrices windows, int batch, int inputs, int outputs, boolean hasBias) {
    windows.begin("linear %d: %d → %d, bias %s".formatted(batch, inputs, outputs, hasBias));
    double[] w = windows.normal(outputs * inputs);
    double[] b = hasBias ? windows.normal(outputs) : new double[outputs];
    var weight = windows.operand(outputs, inputs, w);
    Optional<Mat> bias = hasBias ? Optional.of(windows.operand(1, outputs, b)) : Optional.empty();
    var stepper = on.planLinear(weight, bias).stepper(batch);
    for (int step = 0; step < STEPS; step++) {
      double[] x = windows.normal(batch * inputs);
      var y = windows.blank(batch, outputs);
      stepper.step(windows.operand(batch, inputs, x), y);
      double[] expected =
          Host.values(batch, outputs, (r, c) -> b[c] + dot(x, r * inputs, w, c * inputs, inputs));
      windows.assertClose(Tolerance.of(windows.type()).summing(inputs + 1), y, expected);
    }
  }

  private static double dot(double[] a, int fromA, double[] b, int fromB, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += a[fromA + i] * b[fromB + i];
    }
    return sum;
  }
}
