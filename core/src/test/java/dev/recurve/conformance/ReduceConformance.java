package dev.recurve.conformance;

import dev.recurve.spi.Axis;
import dev.recurve.spi.ReduceOp;
import dev.recurve.spi.Write;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Folding axes away. */
abstract class ReduceConformance extends Conformance {

  @ParameterizedTest
  @EnumSource
  void foldsEveryAxis(ReduceOp op) {
    onEachFloatType(
        m -> {
          for (Size size : shapes()) {
            for (Axis axis : Axis.values()) {
              for (Write write : Write.values()) {
                check(m, op, axis, write, size, m.normal(size.elements()));
              }
            }
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void aNanReachesTheResultsThatSeeIt(ReduceOp op) {
    onEachFloatType(
        m -> {
          var size = new Size(17, 35);
          double[] x = m.normal(size.elements());
          x[3 * 35 + 33] = Double.NaN;
          x[0] = Double.NaN;
          x[16 * 35 + 34] = Double.POSITIVE_INFINITY;
          for (Axis axis : Axis.values()) {
            check(m, op, axis, Write.SET, size, x);
          }
        });
  }

  @Test
  void theLargestMayBeNegativeOrInfinite() {
    onEachFloatType(
        m -> {
          var size = new Size(19, 3);
          double[] x = m.uniform(size.elements(), -9, -4);
          Arrays.fill(x, 0, 3, Double.NEGATIVE_INFINITY);
          for (Axis axis : Axis.values()) {
            check(m, ReduceOp.MAX, axis, Write.SET, size, x);
          }
        });
  }

  private static List<Size> shapes() {
    var shapes = new ArrayList<>(sizes());
    shapes.add(new Size(5, 0));
    shapes.add(new Size(1, 3001));
    shapes.add(new Size(3001, 2));
    return shapes;
  }

  private void check(Matrices m, ReduceOp op, Axis axis, Write write, Size size, double[] x) {
    m.begin("%s over %s of %s -> %s".formatted(op, axis, size, write));
    int rows = axis == Axis.COLS ? size.rows() : 1;
    int cols = axis == Axis.ROWS ? size.cols() : 1;
    double[] before =
        write == Write.ADD ? m.normal(rows * cols) : Matrices.constant(rows * cols, Double.NaN);
    var y = m.target(rows, cols, before);

    on.reduce(op, axis, m.operand(size.rows(), size.cols(), x), write, y);

    double[] expected = folded(op, axis, size, x);
    if (write == Write.ADD) {
      Arrays.setAll(expected, i -> expected[i] + before[i]);
    }
    int terms = op == ReduceOp.MAX ? 1 : Math.max(1, size.elements() / Math.max(1, rows * cols));
    boolean exact = op == ReduceOp.MAX && write == Write.SET;
    m.assertClose(exact ? Tolerance.EXACT : Tolerance.of(m.type()).summing(terms + 1), y, expected);
  }

  private static double[] folded(ReduceOp op, Axis axis, Size size, double[] x) {
    int rows = axis == Axis.COLS ? size.rows() : 1;
    int cols = axis == Axis.ROWS ? size.cols() : 1;
    double nothing = op == ReduceOp.MAX ? Double.NEGATIVE_INFINITY : 0;
    double[] folded = Matrices.constant(rows * cols, nothing);
    for (int r = 0; r < size.rows(); r++) {
      for (int c = 0; c < size.cols(); c++) {
        int to = (axis == Axis.COLS ? r : 0) * cols + (axis == Axis.ROWS ? c : 0);
        double value = x[r * size.cols() + c];
        folded[to] =
            switch (op) {
              case SUM -> folded[to] + value;
              case SUM_SQUARES -> folded[to] + value * value;
              case MAX -> Math.max(folded[to], value);
            };
      }
    }
    return folded;
  }
}
