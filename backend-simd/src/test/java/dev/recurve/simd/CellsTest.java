package dev.recurve.simd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.host.Cells;
import dev.recurve.host.ScalarCells;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A cell's element-wise part gives the same bits over lanes and over single floats. */
@Tag("every-width")
class CellsTest {
  private static final int ROWS = 7;
  private static final int N = 32;
  private static final int LD = 5 * N + 3;
  private static final int AREA = ROWS * LD;

  private static final float[] SPECIAL = {
    0,
    -0f,
    1,
    -1,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    1e-20f,
    88.8f,
    -88.8f,
    8,
    -1e30f
  };

  /** A pass over rows that begin at multiples of {@link #AREA} in two arrays. */
  private interface Work {
    void on(Cells cells, float[] v, float[] d);
  }

  @Test
  void simple() {
    same((cells, v, _) -> cells.simpleTanh(v, 0, LD, AREA, LD, ROWS, N, N));
    same((cells, v, _) -> cells.simpleRelu(v, 0, LD, AREA, LD, ROWS, N, N));
    same((cells, v, d) -> cells.simpleTanhBack(v, d, 0, LD, 0, LD, ROWS, N, N));
    same((cells, v, d) -> cells.simpleReluBack(v, d, 0, LD, 0, LD, ROWS, N, N));
  }

  @Test
  void lstm() {
    same(
        (cells, v, _) ->
            cells.lstm(v, 0, LD, AREA, N, 2 * AREA, N, 3 * AREA, N, 4 * AREA, LD, ROWS, N, N));
    same(
        (cells, v, d) ->
            cells.lstmBack(v, d, 0, LD, AREA, N, 2 * AREA, N, 0, LD, AREA, N, ROWS, N, N));
  }

  @Test
  void lstmWithPeepholes() {
    float[] w = numbers(13);
    same(
        (cells, v, _) ->
            cells.lstmPeephole(
                v, w, 0, LD, AREA, N, 2 * AREA, N, 3 * AREA, N, 4 * AREA, LD, 5, ROWS, N, N));
    same(
        (cells, v, d) ->
            cells.lstmPeepholeBack(
                v, d, w, 0, LD, AREA, N, 2 * AREA, N, 0, LD, AREA, N, 5, 2 * AREA, ROWS, N, N));
  }

  @Test
  void gru() {
    same((cells, v, _) -> cells.gruAfter(v, 0, LD, AREA, LD, 2 * AREA, LD, ROWS, N, N));
    same((cells, v, d) -> cells.gruAfterBack(v, d, 0, LD, AREA, LD, 0, LD, ROWS, N, N));
  }

  @Test
  void gruThatResetsBefore() {
    same((cells, v, _) -> cells.gruReset(v, 0, LD, AREA, LD, 2 * AREA, LD, ROWS, N, N));
    same((cells, v, d) -> cells.gruResetBack(v, d, 0, LD, AREA, LD, 0, LD, AREA, LD, ROWS, N, N));
    same((cells, v, _) -> cells.gruBefore(v, 0, LD, AREA, LD, 2 * AREA, LD, ROWS, N, N));
    same((cells, v, d) -> cells.gruBeforeBack(v, d, 0, LD, AREA, LD, 0, LD, ROWS, N, N));
  }

  /** Runs a pass both ways and compares everything bit by bit, written or not. */
  private static void same(Work work) {
    float[] v = numbers(11);
    float[] d = numbers(12);
    float[] scalarV = v.clone();
    float[] scalarD = d.clone();
    float[] before = v.clone();
    work.on(new LaneCells(), v, d);
    work.on(new ScalarCells(), scalarV, scalarD);
    assertThat(bits(v)).containsExactly(bits(scalarV)).isNotEqualTo(bits(before));
    assertThat(bits(d)).containsExactly(bits(scalarD));
  }

  private static int[] bits(float[] x) {
    int[] bits = new int[x.length];
    for (int i = 0; i < x.length; i++) {
      bits[i] = Float.floatToIntBits(x[i]);
    }
    return bits;
  }

  private static float[] numbers(int seed) {
    var random = new SplittableRandom(seed);
    float[] x = new float[5 * AREA];
    for (int i = 0; i < x.length; i++) {
      x[i] =
          i % 9 == 0
              ? SPECIAL[random.nextInt(SPECIAL.length)]
              : (float) (random.nextGaussian() * 3);
    }
    return x;
  }
}
