package dev.recurve.simd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.conformance.Tolerance;
import dev.recurve.spi.DType;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Workers;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products around the sizes at which blocks, panels, tiles and threads change. */
@Tag("every-width")
class GemmTest {
  private static final SimdBackend ONE = SimdBackend.warm(new Workers(1));
  private static final SimdBackend THREE = SimdBackend.warm(new Workers(3));

  @ParameterizedTest
  @CsvSource({
    "1, 8, 16",
    "3, 23, 50",
    "50, 2, 39",
    "4, 7, 40",
    "4, 25, 161",
    "5, 100, 321",
    "18, 70, 161",
    "19, 400, 33",
    "100, 1, 200",
    "481, 130, 160",
    "490, 500, 330",
    "1100, 400, 170",
    "7, 390, 1700",
    "31, 4, 90",
    "97, 33, 8"
  })
  void agreesWithDouble(int m, int n, int k) {
    for (boolean transA : new boolean[] {false, true}) {
      for (boolean transB : new boolean[] {false, true}) {
        for (double beta : new double[] {0, 1, -0.5}) {
          check(m, n, k, transA, transB, beta == 1 ? 1 : 0.75, beta);
        }
      }
    }
  }

  private static void check(
      int m, int n, int k, boolean transA, boolean transB, double alpha, double beta) {
    var random = new SplittableRandom(m + 31L * n + 1009L * k);
    float[] a = numbers(random, m * k);
    float[] b = numbers(random, k * n);
    float[] before = numbers(random, m * n);

    float[] one = run(ONE, m, n, k, transA, transB, alpha, a, b, beta, before);
    float[] three = run(THREE, m, n, k, transA, transB, alpha, a, b, beta, before);
    var cold = new SimdBackend(new Workers(2));
    float[] coldly = run(cold, m, n, k, transA, transB, alpha, a, b, beta, before);

    double[] expected = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int p = 0; p < k; p++) {
          sum += (double) a[transA ? p * m + i : i * k + p] * b[transB ? j * k + p : p * n + j];
        }
        expected[i * n + j] = alpha * sum + (beta == 0 ? 0 : beta * before[i * n + j]);
      }
    }
    var what = "%d × %d × %d, %s %s, beta %s".formatted(m, n, k, transA, transB, beta);
    Tolerance.F32.summing(k).assertClose(what, one, expected);
    assertThat(three).as(what).isEqualTo(one);
    assertThat(coldly).as(what + ", single floats if small").isEqualTo(one);
  }

  private static float[] run(
      SimdBackend on,
      int m,
      int n,
      int k,
      boolean transA,
      boolean transB,
      double alpha,
      float[] a,
      float[] b,
      double beta,
      float[] before) {
    Mat left = mat(on, transA ? k : m, transA ? m : k, a);
    Mat right = mat(on, transB ? n : k, transB ? k : n, b);
    Mat c = mat(on, m, n, before);
    on.gemm(transA, transB, alpha, left, right, beta, c);
    float[] result = new float[m * n];
    on.download(c, result, 0);
    return result;
  }

  private static Mat mat(SimdBackend on, int rows, int cols, float[] values) {
    var mat = Mat.of(on.allocate(DType.F32, (long) rows * cols), 0, rows, cols);
    on.upload(values, 0, mat);
    return mat;
  }

  private static float[] numbers(SplittableRandom random, int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }
}
