package dev.recurve.simd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.host.Loops;
import dev.recurve.host.ScalarLoops;
import dev.recurve.spi.BinaryOp;
import dev.recurve.spi.UnaryOp;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An element's bits do not depend on whether it lies in a vector or is left over. */
@Tag("every-width")
class LoopsTest {
  private static final int N = 16 * 40;

  private static final float[] SPECIAL = {
    0,
    -0f,
    1,
    -1,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    -Float.MIN_NORMAL,
    1e-20f,
    88.8f,
    -88.8f,
    -103.5f,
    200,
    0.99999994f,
    1.0000001f
  };

  private final Loops lanes = new LaneLoops();
  private final Loops scalars = new ScalarLoops();

  private interface Work {
    void on(Loops loops, float[] x, float[] z, float[] w, float[] y);
  }

  @ParameterizedTest
  @EnumSource
  void unary(UnaryOp op) {
    same((loops, x, _, _, y) -> loops.unary(op, x, 0, y, 0, N));
  }

  @ParameterizedTest
  @EnumSource
  void binary(BinaryOp op) {
    same((loops, x, z, _, y) -> loops.binary(op, x, 0, z, 0, y, 0, N));
    same((loops, x, _, _, y) -> loops.binary(op, x, 0, 0.7f, y, 0, N));
    same((loops, x, _, _, y) -> loops.binary(op, 0.7f, x, 0, y, 0, N));
    same((loops, _, _, _, y) -> loops.binary(op, 0.7f, -0.3f, y, 0, N));
    same((loops, x, z, _, y) -> loops.binaryOnto(op, x, 0, z, 0, y, 0, N));
    same((loops, x, _, _, y) -> loops.binaryOnto(op, x, 0, 0.7f, y, 0, N));
    same((loops, x, _, _, y) -> loops.binaryOnto(op, 0.7f, x, 0, y, 0, N));
    same((loops, _, _, _, y) -> loops.binaryOnto(op, 0.7f, -0.3f, y, 0, N));
  }

  @Test
  void select() {
    same((loops, x, z, w, y) -> loops.select(w, 0, x, 0, z, 0, y, 0, N));
    same((loops, x, _, w, y) -> loops.select(w, 0, x, 0, 3, y, 0, N));
    same((loops, x, _, w, y) -> loops.select(w, 0, 3, x, 0, y, 0, N));
    same((loops, _, _, w, y) -> loops.select(w, 0, 3, 4, y, 0, N));
  }

  @Test
  void affine() {
    same((loops, x, _, _, y) -> loops.affine(0.3f, x, 0, -1.7f, y, 0, N));
    same((loops, x, _, _, y) -> loops.affineOnto(0.3f, x, 0, 0.9f, -1.7f, y, 0, N));
  }

  @Test
  void softmaxAndCrossEntropy() {
    same((loops, x, _, _, y) -> loops.expMinus(x, 0, 0.3f, y, 0, N));
    same((loops, x, _, _, y) -> loops.minusMinus(x, 0, 0.3f, 1.9f, y, 0, N));
    same((loops, x, z, _, y) -> loops.softmaxGrad(x, 0, z, 0, 0.3f, y, 0, N));
    same((loops, x, z, _, y) -> loops.softmaxGradOnto(x, 0, z, 0, 0.3f, y, 0, N));
    same((loops, x, z, _, y) -> loops.logSoftmaxGrad(x, 0, z, 0, 0.3f, y, 0, N));
    same((loops, x, z, _, y) -> loops.logSoftmaxGradOnto(x, 0, z, 0, 0.3f, y, 0, N));
    same((loops, x, z, _, y) -> loops.crossEntropyGrad(x, 0, z, 0, 0.3f, 0.1f, y, 0, N));
    same((loops, x, z, _, y) -> loops.crossEntropyGradOnto(x, 0, z, 0, 0.3f, 0.1f, y, 0, N));
  }

  @Test
  void descent() {
    same((loops, x, _, w, _) -> loops.descent(x, 0, w, 0, 0.5f, 0.01f, 1e-3f, 0.1f, N));
    same(
        (loops, x, z, w, _) ->
            loops.momentum(x, 0, z, 0, w, 0, 0.5f, 0.01f, 1e-3f, 0.9f, 0.8f, 0.1f, 0.09f, N));
  }

  @Test
  void moments() {
    same(
        (loops, x, z, w, y) ->
            loops.moments(
                x, 0, z, 0, y, 0, w, 0, 0.5f, 0.01f, 1e-4f, 0.1f, 1e-3f, 0.2f, 0.7f, 3, 1e-8f, N));
    same(
        (loops, x, z, w, y) ->
            loops.largestMoments(
                x, 0, z, 0, y, 0, x, 0, w, 0, 0.5f, 0.01f, 1e-4f, 0.1f, 1e-3f, 0, 0.7f, 3, 1e-8f,
                N));
    same(
        (loops, x, z, w, y) ->
            loops.infinityNorm(
                x, 0, z, 0, y, 0, w, 0, 0.5f, 0.01f, 1e-4f, 0.1f, 0.9f, 0.01f, 1e-8f, N));
    same(
        (loops, x, z, w, _) ->
            loops.signOfMean(x, 0, z, 0, w, 0, 0.5f, 0.01f, 1e-4f, 0.01f, 0.1f, 0.3f, N));
  }

  @Test
  void meansOfSquares() {
    same(
        (loops, x, z, w, _) ->
            loops.sumOfSquares(x, 0, z, 0, w, 0, 0.5f, 0.01f, 1e-4f, 0.1f, 0.2f, 1e-8f, N));
    same(
        (loops, x, z, w, _) ->
            loops.meanSquare(x, 0, z, 0, w, 0, 0.5f, 0.01f, 1e-4f, 0.1f, 0.2f, 1e-8f, N));
    same(
        (loops, x, z, w, y) ->
            loops.centeredSquare(x, 0, z, 0, y, 0, w, 0, 0.5f, 0.01f, 1e-4f, 0.1f, 0.2f, 1e-8f, N));
    same(
        (loops, x, z, w, y) ->
            loops.meanSquareMomentum(
                x, 0, z, 0, y, 0, w, 0, 0.5f, 0.01f, 1e-4f, 0.1f, 0.2f, 1e-8f, 0.9f, N));
    same(
        (loops, x, z, w, y) ->
            loops.centeredSquareMomentum(
                x, 0, z, 0, y, 0, x, 0, w, 0, 0.5f, 0.01f, 1e-4f, 0.1f, 0.2f, 1e-8f, 0.9f, N));
    same(
        (loops, x, z, w, y) ->
            loops.squaredSteps(x, 0, z, 0, y, 0, w, 0, 0.5f, 0.01f, 1e-4f, 1, 0.2f, 1e-6f, N));
  }

  @Test
  void signChanges() {
    same(
        (loops, x, z, w, y) ->
            loops.signChanges(
                x, 0, z, 0, y, 0, w, 0, 0.5f, 0.01f, 1e-4f, 0.1f, 0.5f, 1.2f, 1e-6f, 50, N));
  }

  @Test
  void folds() {
    var random = new SplittableRandom(5);
    for (int n = 0; n <= 4 * Loops.SUMS; n++) {
      float[] x = numbers(random, 3 + n, false);
      float[] z = numbers(random, 1 + n, false);
      float[] sums = new float[Loops.SUMS];
      assertThat(lanes.foldSum(x, 3, n, sums)).isEqualTo(scalars.foldSum(x, 3, n, sums));
      assertThat(lanes.foldSquares(x, 3, n, sums)).isEqualTo(scalars.foldSquares(x, 3, n, sums));
      assertThat(lanes.foldMax(x, 3, n, sums)).isEqualTo(scalars.foldMax(x, 3, n, sums));
      assertThat(lanes.foldDot(x, 3, z, 1, n, sums))
          .isEqualTo(scalars.foldDot(x, 3, z, 1, n, sums));
    }
  }

  /** Runs some work over lanes and over single floats, and compares all arrays bit by bit. */
  private void same(Work work) {
    float[][] byLanes = arrays();
    float[][] byScalars = arrays();
    work.on(lanes, byLanes[0], byLanes[1], byLanes[2], byLanes[3]);
    work.on(scalars, byScalars[0], byScalars[1], byScalars[2], byScalars[3]);
    for (int a = 0; a < byLanes.length; a++) {
      for (int i = 0; i < N; i++) {
        int expected = Float.floatToIntBits(byScalars[a][i]);
        assertThat(Float.floatToIntBits(byLanes[a][i]))
            .as("array %d, element %d", a, i)
            .isEqualTo(expected);
      }
    }
  }

  private static float[][] arrays() {
    var random = new SplittableRandom(7);
    float[][] arrays = new float[4][];
    for (int a = 0; a < arrays.length; a++) {
      arrays[a] = numbers(random, N, true);
    }
    return arrays;
  }

  private static float[] numbers(SplittableRandom random, int n, boolean special) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] =
          special && i % 5 == 0
              ? SPECIAL[random.nextInt(SPECIAL.length)]
              : (float) (random.nextGaussian() * 3);
    }
    return x;
  }
}
