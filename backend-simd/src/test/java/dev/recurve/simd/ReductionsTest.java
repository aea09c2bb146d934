package dev.recurve.simd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.spi.Axis;
import dev.recurve.spi.Backend;
import dev.recurve.spi.DType;
import dev.recurve.spi.Mat;
import dev.recurve.spi.ReduceOp;
import dev.recurve.spi.Workers;
import dev.recurve.spi.Write;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Sums of millions of numbers: not far off, and the same on any number of threads. */
class ReductionsTest {
  private static final int ROWS = 1000;
  private static final int COLS = 1500;

  @Test
  void longSumsStayExact() {
    for (Axis axis : Axis.values()) {
      float[] one = reduce(1, axis, ReduceOp.SUM);
      float[] three = reduce(3, axis, ReduceOp.SUM);
      float[] squares = reduce(1, axis, ReduceOp.SUM_SQUARES);
      float[] squaresOfThree = reduce(3, axis, ReduceOp.SUM_SQUARES);

      assertThat(three).isEqualTo(one);
      assertThat(squaresOfThree).isEqualTo(squares);
      double[] exact = exact(axis);
      for (int i = 0; i < one.length; i++) {
        assertThat((one[i] - exact[i]) / exact[i]).isBetween(-5e-7, 5e-7);
      }
    }
  }

  private static float[] reduce(int threads, Axis axis, ReduceOp op) {
    Backend on = SimdBackend.warm(new Workers(threads));
    var x = Mat.of(on.allocate(DType.F32, ROWS * COLS), 0, ROWS, COLS);
    on.upload(numbers(), 0, x);
    int rows = axis == Axis.COLS ? ROWS : 1;
    int cols = axis == Axis.ROWS ? COLS : 1;
    var y = Mat.of(on.allocate(DType.F32, (long) rows * cols), 0, rows, cols);
    on.reduce(op, axis, x, Write.SET, y);
    float[] result = new float[rows * cols];
    on.download(y, result, 0);
    return result;
  }

  private static double[] exact(Axis axis) {
    float[] x = numbers();
    double[] sums = new double[axis == Axis.COLS ? ROWS : axis == Axis.ROWS ? COLS : 1];
    for (int i = 0; i < x.length; i++) {
      sums[axis == Axis.COLS ? i / COLS : axis == Axis.ROWS ? i % COLS : 0] += x[i];
    }
    return sums;
  }

  /** Positive, so that nothing cancels. */
  private static float[] numbers() {
    var random = new SplittableRandom(3);
    float[] x = new float[ROWS * COLS];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextDouble(0.1, 1);
    }
    return x;
  }
}
