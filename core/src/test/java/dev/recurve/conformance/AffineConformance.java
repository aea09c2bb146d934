package dev.recurve.conformance;

import dev.recurve.spi.Scalar;
import dev.recurve.spi.Write;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Scaled sums, with factors known on the host and factors on the device. */
abstract class AffineConformance extends ElementwiseConformance {

  @Test
  void affine() {
    onEachFloatType(
        m -> {
          for (Size size : sizes()) {
            for (double alpha : new double[] {0, 1, -1, 0.3}) {
              for (double beta : new double[] {0, 1, -2.5}) {
                for (double shift : new double[] {0, 0.75}) {
                  checkAffine(m, size, alpha, beta, shift);
                }
              }
            }
          }
        });
  }

  private void checkAffine(Matrices m, Size size, double alpha, double beta, double shift) {
    var what = "%s·x + %s·y + %s, %s".formatted(alpha, beta, shift, size);
    double a = m.round(alpha);
    double[] x = m.normal(size.elements());
    double[] before = before(m, beta == 0 ? Write.SET : Write.ADD, size);
    double[] expected = new double[x.length];
    Arrays.setAll(expected, i -> a * x[i] + (beta == 0 ? 0 : beta * before[i]) + shift);

    m.begin(what);
    var y = m.target(size.rows(), size.cols(), before);
    var factor = beta == 0 ? Scalar.ZERO : Scalar.of(beta);
    on.affine(Scalar.of(alpha), m.operand(size.rows(), size.cols(), x), factor, y, shift);
    m.assertClose(tolerance(m), y, expected);

    m.begin(what + ", factors on the device");
    var z = m.target(size.rows(), size.cols(), before);
    var onDevice = beta == 0 ? Scalar.ZERO : Scalar.of(m.operand(1, 1, beta));
    on.affine(
        Scalar.of(m.operand(1, 1, a)), m.operand(size.rows(), size.cols(), x), onDevice, z, shift);
    m.assertClose(tolerance(m), z, expected);
  }

  @Test
  void affineOntoItself() {
    onEachFloatType(
        m -> {
          for (Size size : sizes()) {
            m.begin("y = 2·y + 3·y - 1, " + size);
            double[] x = m.normal(size.elements());
            var y = m.target(size.rows(), size.cols(), x);
            on.affine(Scalar.of(2), y, Scalar.of(3), y, -1);
            m.assertClose(tolerance(m), y, Arrays.stream(x).map(v -> 5 * v - 1).toArray());

            var z = m.target(size.rows(), size.cols(), x);
            on.affine(Scalar.of(-4), z, Scalar.ZERO, z, 0);
            m.assertClose(tolerance(m), z, Arrays.stream(x).map(v -> -4 * v).toArray());
          }
        });
  }
}
