package dev.recurve.conformance;

import dev.recurve.spi.Write;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Softmax along rows, its logarithm, and the gradients of both. */
abstract class SoftmaxConformance extends Conformance {

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void forward(boolean log) {
    onEachFloatType(
        m -> {
          for (Size size : shapes()) {
            m.begin("softmax, log %s, %s".formatted(log, size));
            double[] x = m.normal(size.elements());
            double[] expected = softmax(log, size, x);
            var y = m.blank(size.rows(), size.cols());
            on.softmaxRows(log, m.operand(size.rows(), size.cols(), x), y, m);
            m.assertClose(Tolerance.of(m.type()), y, expected);

            var inPlace = m.target(size.rows(), size.cols(), x);
            on.softmaxRows(log, inPlace, inPlace, m);
            m.assertClose(Tolerance.of(m.type()), inPlace, expected);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void largeInputsDoNotOverflow(boolean log) {
    onEachFloatType(
        m -> {
          m.begin("softmax of large inputs, log " + log);
          double[] x = {1000, 1001, 999, -1000, -1001, -999, 0, 500, -500, 88, 89, 90};
          var y = m.blank(4, 3);
          on.softmaxRows(log, m.operand(4, 3, x), y, m);
          m.assertEachClose(Tolerance.of(m.type()), y, softmax(log, new Size(4, 3), x));
        });
  }

  @Test
  void anInfinitelyUnlikelyClassGetsNothing() {
    onEachFloatType(
        m -> {
          m.begin("softmax with -∞");
          double[] x = {0, Double.NEGATIVE_INFINITY, 1, Double.NEGATIVE_INFINITY, 2, 2};
          var y = m.blank(2, 3);
          on.softmaxRows(false, m.operand(2, 3, x), y, m);
          m.assertClose(Tolerance.of(m.type()), y, softmax(false, new Size(2, 3), x));
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void gradient(boolean log) {
    onEachFloatType(
        m -> {
          for (Size size : shapes()) {
            for (Write write : Write.values()) {
              m.begin("gradient of softmax, log %s, %s %s".formatted(log, write, size));
              double[] y = softmax(log, size, m.normal(size.elements()));
              Arrays.setAll(y, i -> m.round(y[i]));
              double[] dy = m.normal(size.elements());
              double[] before =
                  write == Write.ADD ? m.normal(y.length) : Matrices.constant(y.length, Double.NaN);
              var dx = m.target(size.rows(), size.cols(), before);
              on.softmaxRowsGrad(
                  log,
                  m.operand(size.rows(), size.cols(), dy),
                  m.operand(size.rows(), size.cols(), y),
                  write,
                  dx,
                  m);
              double[] expected = gradient(log, size, dy, y);
              if (write == Write.ADD) {
                Arrays.setAll(expected, i -> expected[i] + before[i]);
              }
              m.assertClose(Tolerance.of(m.type()).summing(size.cols()), dx, expected);
            }
          }
        });
  }

  private static List<Size> shapes() {
    return sizes().stream().filter(size -> size.cols() > 0).toList();
  }

  private static double[] softmax(boolean log, Size size, double[] x) {
    double[] y = new double[x.length];
    for (int r = 0; r < size.rows(); r++) {
      double max = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < size.cols(); c++) {
        max = Math.max(max, x[r * size.cols() + c]);
      }
      double sum = 0;
      for (int c = 0; c < size.cols(); c++) {
        sum += Math.exp(x[r * size.cols() + c] - max);
      }
      for (int c = 0; c < size.cols(); c++) {
        int i = r * size.cols() + c;
        y[i] = log ? x[i] - max - Math.log(sum) : Math.exp(x[i] - max) / sum;
      }
    }
    return y;
  }

  /** Every element of the Jacobian, one after the other. */
  private static double[] gradient(boolean log, Size size, double[] dy, double[] y) {
    double[] dx = new double[y.length];
    int n = size.cols();
    for (int r = 0; r < size.rows(); r++) {
      for (int i = 0; i < n; i++) {
        double yi = y[r * n + i];
        double probability = log ? Math.exp(yi) : yi;
        for (int j = 0; j < n; j++) {
          double slope = (i == j ? 1 : 0) - probability;
          slope *= log ? 1 : y[r * n + j];
          dx[r * n + i] += dy[r * n + j] * slope;
        }
      }
    }
    return dx;
  }
}
