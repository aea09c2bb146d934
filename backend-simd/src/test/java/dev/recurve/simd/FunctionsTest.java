package dev.recurve.simd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.host.Loops;
import dev.recurve.spi.UnaryOp;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How far the polynomials lie from the functions, all over the floats. */
@Tag("every-width")
class FunctionsTest {
  /** From one tried float to the next, in bits: about two million floats each time. */
  private static final int STRIDE = 1997;

  private final Loops loops = new LaneLoops();

  /** The largest errors seen. */
  private record Errors(double ulps, double relative, double absolute) {}

  @Test
  void exp() {
    var errors = errors(UnaryOp.EXP, StrictMath::exp, -110, 100);
    assertThat(errors.ulps()).isBetween(0.4, 1.1);
  }

  @Test
  void log() {
    var errors = errors(UnaryOp.LOG, StrictMath::log, 0, Float.POSITIVE_INFINITY);
    assertThat(errors.ulps()).isBetween(0.4, 1.1);
  }

  @Test
  void tanh() {
    assertThat(errors(UnaryOp.TANH, StrictMath::tanh, -100, 100).absolute()).isBetween(1e-8, 3e-7);
    assertThat(errors(UnaryOp.TANH, StrictMath::tanh, 1e-30f, 100).relative()).isLessThan(4e-7);
  }

  @Test
  void sigmoid() {
    DoubleUnaryOperator exact = x -> 1 / (1 + StrictMath.exp(-x));
    assertThat(errors(UnaryOp.SIGMOID, exact, -87, 100).relative()).isBetween(1e-8, 2e-7);
    assertThat(errors(UnaryOp.SIGMOID, exact, -1000, -87).absolute()).isLessThan(2e-38);
  }

  @Test
  void softplus() {
    DoubleUnaryOperator exact =
        x -> Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    assertThat(errors(UnaryOp.SOFTPLUS, exact, -110, 1000).ulps()).isBetween(0.4, 2.2);
  }

  @Test
  void whatIsNotANumberStaysSo() {
    float[] x = {Float.NaN, 0, -1, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY};
    assertThat(of(UnaryOp.EXP, x)).containsExactly(Float.NaN, 1, 0.36787945f, 0, x[4]);
    assertThat(of(UnaryOp.LOG, x)).containsExactly(Float.NaN, x[3], Float.NaN, Float.NaN, x[4]);
    assertThat(of(UnaryOp.TANH, x)[0]).isNaN();
    assertThat(of(UnaryOp.SIGMOID, x)[0]).isNaN();
    assertThat(of(UnaryOp.SOFTPLUS, x)[0]).isNaN();
    assertThat(of(UnaryOp.RELU, x)[0]).isNaN();
  }

  private float[] of(UnaryOp op, float... x) {
    // Enough of them to fill vectors, so that not the scalar loop alone is seen.
    float[] many = new float[16 * x.length];
    for (int i = 0; i < many.length; i++) {
      many[i] = x[i % x.length];
    }
    loops.unary(op, many, 0, many, 0, many.length);
    float[] y = new float[x.length];
    System.arraycopy(many, 0, y, 0, y.length);
    return y;
  }

  private Errors errors(UnaryOp op, DoubleUnaryOperator exact, float low, float high) {
    float[] x = floats(low, high);
    float[] y = new float[x.length];
    loops.unary(op, x, 0, y, 0, x.length);
    double ulps = 0;
    double relative = 0;
    double absolute = 0;
    for (int i = 0; i < x.length; i++) {
      double expected = exact.applyAsDouble(x[i]);
      float rounded = (float) expected;
      if (Float.isInfinite(rounded)) {
        assertThat(y[i]).as("%s of %s", op, x[i]).isEqualTo(rounded);
        continue;
      }
      double error = Math.abs(y[i] - expected);
      absolute = Math.max(absolute, error);
      ulps = Math.max(ulps, error / Math.ulp(rounded));
      relative = Math.max(relative, error == 0 ? 0 : error / Math.abs(expected));
    }
    return new Errors(ulps, relative, absolute);
  }

  /** Floats of every size and both signs between two bounds, evenly spread over their bits. */
  private static float[] floats(float low, float high) {
    int count = (int) ((1L << 32) / STRIDE);
    float[] all = new float[count];
    int kept = 0;
    for (int i = 0; i < count; i++) {
      float x = Float.intBitsToFloat(i * STRIDE);
      if (x >= low && x <= high) {
        all[kept++] = x;
      }
    }
    return Arrays.copyOf(all, kept);
  }
}
