package dev.recurve.conformance;

import dev.recurve.spi.Mat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Matrix products against three plain loops. */
abstract class GemmConformance extends Conformance {
  private static final List<Double> ALPHAS = List.of(1.0, 0.0, -0.7);
  private static final List<Double> BETAS = List.of(0.0, 1.0, 1.5);

  /** One product: {@code m × k} times {@code k × n}. */
  private record Product(
      boolean transA, boolean transB, int m, int n, int k, double alpha, double beta) {}

  @ParameterizedTest
  @CsvSource({"false,false", "false,true", "true,false", "true,true"})
  void everyFactorAtOddSizes(boolean transA, boolean transB) {
    var random = new SplittableRandom(3);
    onEachFloatType(
        windows -> {
          for (double alpha : ALPHAS) {
            for (double beta : BETAS) {
              for (int i = 0; i < 12; i++) {
                int m = any(SIZES, random);
                int n = any(SIZES, random);
                int k = any(SIZES, random);
                check(windows, new Product(transA, transB, m, n, k, alpha, beta));
              }
            }
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    "1,1,1",
    "1,64,64",
    "64,1,64",
    "64,64,1",
    "1,1,1000",
    "1,257,33",
    "130,1,65",
    "257,129,193",
    "4,600,100",
    "600,4,100",
    "12,10,3000"
  })
  void tallWideAndLarge(int m, int n, int k) {
    onEachFloatType(
        windows -> {
          for (boolean transA : new boolean[] {false, true}) {
            for (boolean transB : new boolean[] {false, true}) {
              check(windows, new Product(transA, transB, m, n, k, 1, 0));
              check(windows, new Product(transA, transB, m, n, k, 1, 1));
            }
          }
        });
  }

  @ParameterizedTest
  @CsvSource({"0,3,4", "3,0,4", "0,0,0", "0,0,5"})
  void emptyResults(int m, int n, int k) {
    onEachFloatType(windows -> check(windows, new Product(false, false, m, n, k, 1, 1)));
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "0.5"})
  void anEmptyInnerSizeGivesZero(double beta) {
    onEachFloatType(
        windows -> {
          for (boolean transA : new boolean[] {false, true}) {
            check(windows, new Product(transA, !transA, 5, 17, 0, 1, beta));
          }
        });
  }

  @Test
  void anOperandMayServeTwice() {
    onEachFloatType(
        windows -> {
          windows.begin("gemm a·aᵀ");
          double[] a = windows.normal(33 * 17);
          Mat mat = windows.operand(33, 17, a);
          Mat c = windows.blank(33, 33);
          on.gemm(false, true, 1, mat, mat, 0, c);
          double[] expected =
              Host.values(33, 33, (r, col) -> dot(a, r * 17, 1, a, col * 17, 1, 17));
          windows.assertClose(Tolerance.of(windows.type()).summing(17), c, expected);
        });
  }

  private void check(Matrices windows, Product p) {
    windows.begin(p.toString());
    double[] a = windows.normal(p.m() * p.k());
    double[] b = windows.normal(p.k() * p.n());
    double[] before =
        p.beta() == 0
            ? Matrices.constant(p.m() * p.n(), Double.NaN)
            : windows.normal(p.m() * p.n());
    var left = p.transA() ? windows.operand(p.k(), p.m(), a) : windows.operand(p.m(), p.k(), a);
    var right = p.transB() ? windows.operand(p.n(), p.k(), b) : windows.operand(p.k(), p.n(), b);
    var c = windows.target(p.m(), p.n(), before);

    on.gemm(p.transA(), p.transB(), p.alpha(), left, right, p.beta(), c);

    windows.assertClose(Tolerance.of(windows.type()).summing(p.k()), c, expected(p, a, b, before));
  }

  private static double[] expected(Product p, double[] a, double[] b, double[] before) {
    int stepA = p.transA() ? p.m() : 1;
    int stepB = p.transB() ? 1 : p.n();
    return Host.values(
        p.m(),
        p.n(),
        (r, c) -> {
          int rowOfA = p.transA() ? r : r * p.k();
          int colOfB = p.transB() ? c * p.k() : c;
          double product = p.alpha() * dot(a, rowOfA, stepA, b, colOfB, stepB, p.k());
          return p.beta() == 0 ? product : product + p.beta() * before[r * p.n() + c];
        });
  }

  private static double dot(
      double[] a, int fromA, int stepA, double[] b, int fromB, int stepB, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += a[fromA + i * stepA] * b[fromB + i * stepB];
    }
    return sum;
  }
}
