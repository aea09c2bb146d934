package dev.recurve.timeseries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The linear algebra under NLinear, against plain sums over windows that are really built. */
class RidgeTest {
  @Property(tries = 100)
  void choleskySolvesWhatItWasAsked(
      @ForAll @IntRange(min = 1, max = 12) int size, @ForAll long seed) {
    Random random = new Random(seed);
    double[][] root = random(random, size, size);
    double[][] right = random(random, size, 3);
    double[][] matrix = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        for (int k = 0; k < size; k++) {
          matrix[i][j] += root[i][k] * root[j][k];
        }
      }
      matrix[i][i] += 0.1;
    }
    double[][] solution = new Cholesky(matrix).solve(right);
    for (int i = 0; i < size; i++) {
      for (int c = 0; c < 3; c++) {
        double left = 0;
        for (int k = 0; k < size; k++) {
          left += matrix[i][k] * solution[k][c];
        }
        assertThat(left).isCloseTo(right[i][c], within(1e-10));
      }
    }
  }

  @Test
  void choleskyRefusesAnIndefiniteMatrix() {
    assertThatThrownBy(() -> new Cholesky(new double[][] {{1, 2}, {2, 1}}))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("matrix of size 2 is not positive definite: pivot 1 is -3.0");
  }

  @Property(tries = 100)
  void momentsAreSumsOverWindows(
      @ForAll @IntRange(min = 1, max = 6) int context,
      @ForAll @IntRange(min = 1, max = 5) int horizon,
      @ForAll @IntRange(max = 20) int more,
      @ForAll long seed) {
    int width = context + horizon;
    Random random = new Random(seed);
    double[] first = random.doubles(width + more).toArray();
    double[] second = random.doubles(width).toArray();
    WindowMoments moments = new WindowMoments(context, horizon);
    moments.add(first);
    moments.add(second);
    moments.add(new double[width - 1]); // too short for a window

    double[][] windows = new double[more + 2][];
    for (int k = 0; k <= more; k++) {
      windows[k] = relative(first, k, context, width);
    }
    windows[more + 1] = relative(second, 0, context, width);

    assertThat(moments.windows()).isEqualTo(more + 2);
    for (int i = 0; i < width; i++) {
      double sum = 0;
      for (double[] window : windows) {
        sum += window[i];
      }
      assertThat(moments.mean(i)).isCloseTo(sum / windows.length, within(1e-12));
      for (int j = 0; j < width; j++) {
        double products = 0;
        for (double[] window : windows) {
          products += window[i] * window[j];
        }
        assertThat(moments.product(i, j)).isCloseTo(products / windows.length, within(1e-12));
      }
    }
  }

  @Property(tries = 50)
  void theMapSolvesTheNormalEquationsOfRidgeRegression(@ForAll long seed) {
    int context = 4;
    int horizon = 3;
    int count = 30;
    double lambda = 0.1;
    double[] values = new Random(seed).doubles(count + 6).toArray();
    WindowMoments moments = new WindowMoments(context, horizon);
    moments.add(values);
    RidgeMap map = RidgeMap.fit(moments, context, horizon, lambda);

    double trace = 0;
    for (int i = 0; i < context; i++) {
      trace += moments.covariance(i, i);
    }
    // At the minimum, residuals sum to 0 and their product with a context value is its penalty.
    double[] residualSum = new double[horizon];
    double[][] gradient = new double[context][horizon];
    double squares = 0;
    for (int k = 0; k < count; k++) {
      double[] window = relative(values, k, context, context + horizon);
      double[] predicted = map.apply(Arrays.copyOf(window, context));
      for (int h = 0; h < horizon; h++) {
        double residual = window[context + h] - predicted[h];
        squares += residual * residual;
        residualSum[h] += residual;
        for (int i = 0; i < context; i++) {
          gradient[i][h] += residual * window[i] / count;
        }
      }
    }
    for (int h = 0; h < horizon; h++) {
      assertThat(residualSum[h]).isCloseTo(0, within(1e-10));
      for (int i = 0; i < context; i++) {
        double penalty = lambda * trace / context * map.weights()[i][h];
        assertThat(gradient[i][h]).isCloseTo(penalty, within(1e-7));
      }
    }
    assertThat(map.meanSquaredError(moments, horizon))
        .isCloseTo(squares / count / horizon, within(1e-10));
  }

  private static double[] relative(double[] values, int start, int context, int width) {
    double[] window = new double[width];
    for (int i = 0; i < width; i++) {
      window[i] = values[start + i] - values[start + context - 1];
    }
    return window;
  }

  private static double[][] random(Random random, int rows, int columns) {
    double[][] matrix = new double[rows][];
    for (int i = 0; i < rows; i++) {
      matrix[i] = random.doubles(columns, -1, 1).toArray();
    }
    return matrix;
  }
}
