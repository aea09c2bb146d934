package dev.recurve.conformance;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The choice between two operands, with every broadcast on all three. */
abstract class SelectConformance extends ElementwiseConformance {

  @Test
  void select() {
    onEachFloatType(
        m -> {
          for (Size size : sizes()) {
            for (Size mask : broadcasts(size)) {
              for (Size a : broadcasts(size)) {
                for (Size b : broadcasts(size)) {
                  checkSelect(m, size, mask, a, b);
                }
              }
            }
          }
        });
  }

  private void checkSelect(Matrices m, Size size, Size maskSize, Size aSize, Size bSize) {
    m.begin("select(%s, %s, %s) -> %s".formatted(maskSize, aSize, bSize, size));
    var mask = mask(m, maskSize);
    var a = new Host(aSize.rows(), aSize.cols(), m.normal(aSize.elements()));
    var b = new Host(bSize.rows(), bSize.cols(), m.normal(bSize.elements()));
    var y = m.blank(size.rows(), size.cols());
    on.select(operand(m, mask), operand(m, a), operand(m, b), y);
    m.assertExactly(y, selected(size, mask, a, b));
  }

  @Test
  void selectNeverMixesInWhatWasNotTaken() {
    onEachFloatType(
        m -> {
          for (Size size : sizes()) {
            m.begin("select with NaN and infinities not taken, " + size);
            var mask = mask(m, size);
            double[] a = m.normal(size.elements());
            double[] b = m.normal(size.elements());
            for (int i = 0; i < a.length; i++) {
              double bad = i % 3 == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
              if (mask.values()[i] != 0) {
                b[i] = bad;
              } else {
                a[i] = bad;
              }
            }
            var left = new Host(size.rows(), size.cols(), a);
            var right = new Host(size.rows(), size.cols(), b);
            double[] expected = selected(size, mask, left, right);

            var y = m.blank(size.rows(), size.cols());
            on.select(operand(m, mask), operand(m, left), operand(m, right), y);
            m.assertExactly(y, expected);

            var onA = m.target(size.rows(), size.cols(), a);
            on.select(operand(m, mask), onA, operand(m, right), onA);
            m.assertExactly(onA, expected);

            var onB = m.target(size.rows(), size.cols(), b);
            on.select(operand(m, mask), operand(m, left), onB, onB);
            m.assertExactly(onB, expected);

            var onMask = m.target(size.rows(), size.cols(), mask.values());
            on.select(onMask, operand(m, left), operand(m, right), onMask);
            m.assertExactly(onMask, expected);
          }
        });
  }

  private static Host mask(Matrices m, Size size) {
    double[] choices = {0, 0, -0.0, 1, -1, 0.25};
    double[] values = new double[size.elements()];
    Arrays.setAll(values, _ -> choices[m.random().nextInt(choices.length)]);
    return new Host(size.rows(), size.cols(), values);
  }

  private static double[] selected(Size size, Host mask, Host a, Host b) {
    return Host.values(
        size.rows(), size.cols(), (r, c) -> mask.at(r, c) != 0 ? a.at(r, c) : b.at(r, c));
  }
}
