package dev.recurve.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.spi.Axis;
import dev.recurve.spi.BinaryOp;
import dev.recurve.spi.Buffer;
import dev.recurve.spi.DType;
import dev.recurve.spi.Mat;
import dev.recurve.spi.ReduceOp;
import dev.recurve.spi.Scalar;
import dev.recurve.spi.UnaryOp;
import dev.recurve.spi.Write;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Identity, buffers, and values going in and out. */
abstract class MemoryConformance extends Conformance {
  private static final float[] FLOATS = {
    1.5f, -0.0f, Float.NaN, Float.POSITIVE_INFINITY, Float.MIN_VALUE, -Float.MAX_VALUE, 0.1f
  };

  @Test
  void saysWhatItIs() {
    assertThat(on.id()).matches("[a-z][a-z0-9-]*");
    assertThat(on.fingerprint()).isNotBlank();
    assertThat(on.types()).contains(DType.F32, DType.I32);
  }

  @Test
  void buffersKnowTheirTypeAndSize() {
    for (DType type : on.types()) {
      for (long size : new long[] {0, 1, 13, 100_003}) {
        var buffer = on.allocate(type, size);
        assertThat(buffer.type()).isEqualTo(type);
        assertThat(buffer.size()).isEqualTo(size);
        on.free(buffer);
      }
    }
  }

  @Test
  void floatsComeBackBitForBit() {
    var buffer = on.allocate(DType.F32, 20);
    var window = Mat.of(buffer, 3, 1, FLOATS.length);
    float[] source = new float[FLOATS.length + 2];
    System.arraycopy(FLOATS, 0, source, 2, FLOATS.length);
    on.upload(source, 2, window);
    float[] back = new float[FLOATS.length + 5];
    Arrays.fill(back, 77);
    on.download(window, back, 4);

    assertThat(Arrays.copyOfRange(back, 4, 4 + FLOATS.length)).isEqualTo(FLOATS);
    assertThat(new float[] {back[0], back[3], back[back.length - 1]}).containsOnly(77);
    on.free(buffer);
  }

  @Test
  void doublesComeBackBitForBit() {
    if (!on.types().contains(DType.F64)) {
      return;
    }
    double[] values = {Math.PI, -0.0, Double.NaN, Double.NEGATIVE_INFINITY, Double.MIN_VALUE};
    var buffer = on.allocate(DType.F64, 9);
    on.upload(values, 1, Mat.of(buffer, 2, 2, 2));
    double[] back = new double[6];
    on.download(Mat.of(buffer, 2, 4, 1), back, 1);

    assertThat(back)
        .containsExactly(0, -0.0, Double.NaN, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, 0);
    on.free(buffer);
  }

  @Test
  void integersComeBack() {
    int[] values = {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 16_777_217};
    var buffer = on.allocate(DType.I32, 8);
    on.upload(values, 0, Mat.of(buffer, 1, 5, 1));
    int[] back = new int[3];
    on.download(Mat.of(buffer, 3, 1, 3), back, 0);

    assertThat(back).containsExactly(Integer.MIN_VALUE, Integer.MAX_VALUE, 16_777_217);
    on.free(buffer);
  }

  @Test
  void uploadSourceMayBeReusedAtOnce() {
    onFreshWindows(
        DType.F32,
        m -> {
          var x = m.contiguous(1, 5000, new double[5000]);
          var y = m.blank(1, 5000);
          float[] source = new float[5000];
          Arrays.fill(source, 3);
          on.upload(source, 0, x);
          Arrays.fill(source, -1);
          on.copy(x, y);
          on.upload(source, 0, x);
          Arrays.fill(source, 9);

          m.assertExactly(y, Matrices.constant(5000, 3));
          m.assertExactly(x, Matrices.constant(5000, -1));
        });
  }

  @Test
  void integerUploadSourceMayBeReusedAtOnce() {
    var buffer = on.allocate(DType.I32, 1000);
    int[] source = IntStream.range(0, 1000).toArray();
    on.upload(source, 0, Mat.row(buffer));
    Arrays.fill(source, -5);
    int[] back = new int[1000];
    on.download(Mat.row(buffer), back, 0);

    assertThat(back).isEqualTo(IntStream.range(0, 1000).toArray());
    on.free(buffer);
  }

  @Test
  void oneRowIsContiguousWhateverItsLd() {
    onFreshWindows(
        DType.F32,
        m -> {
          m.begin("one row with a large ld");
          var row = m.target(4, 3, m.normal(12)).rows(2, 1);
          on.upload(new float[] {7, 8, 9}, 0, row);
          float[] back = new float[3];
          on.download(row, back, 0);
          assertThat(back).containsExactly(7, 8, 9);
        });
  }

  @Test
  void emptyWindowsMoveNothing() {
    var buffer = on.allocate(DType.F32, 4);
    on.fill(Mat.row(buffer), 5);
    on.upload(new float[0], 0, Mat.of(buffer, 1, 0, 3));
    on.upload(new float[2], 2, Mat.of(buffer, 1, 3, 0));
    float[] back = new float[4];
    on.download(Mat.of(buffer, 4, 0, 2), back, 4);
    on.download(Mat.row(buffer), back, 0);

    assertThat(back).containsOnly(5);
    on.free(buffer);
  }

  @Test
  void synchronizeMayComeAtAnyTime() {
    on.synchronize();
    var buffer = on.allocate(DType.F32, 3);
    on.fill(Mat.row(buffer), 1);
    on.synchronize();
    on.synchronize();
    on.free(buffer);
    on.synchronize();
  }

  @Test
  void aReleaserDoesNotKeepItsBufferAlive() throws InterruptedException {
    if (on.isGarbageCollected()) {
      return;
    }
    var forgotten = new ArrayList<WeakReference<Buffer>>();
    var releaser = releaserOfForgottenBuffer(forgotten);
    for (int i = 0; i < 100 && !forgotten.getFirst().refersTo(null); i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(forgotten.getFirst().refersTo(null)).isTrue();
    releaser.run();
    on.synchronize();
  }

  private Runnable releaserOfForgottenBuffer(List<WeakReference<Buffer>> forgotten) {
    var buffer = on.allocate(DType.F32, 100);
    on.fill(Mat.row(buffer), 1);
    forgotten.add(new WeakReference<>(buffer));
    return on.releaser(buffer);
  }

  @Test
  void windowsWithoutElementsMayLieAnywhere() {
    onEachFloatType(
        m -> {
          m.begin("windows without elements, outside their buffers");
          var whole = m.contiguous(1, 4, 1, 2, 3, 4);
          var noRows = Mat.of(whole.buffer(), 99, 0, 3);
          var noCols = Mat.of(whole.buffer(), 99, 3, 0);
          var ids = new Mat(m.ints(1, 1, 7).buffer(), 99, 0, 1, 1);
          on.fill(noRows, 9);
          on.discard(noCols);
          on.copy(noRows, noRows);
          on.permute(noRows, new int[] {0, 3}, new int[] {1, 0}, noCols);
          on.gemm(false, false, 1, noRows, noCols, 1, Mat.of(whole.buffer(), 99, 0, 0));
          on.affine(Scalar.ONE, noRows, Scalar.ONE, noRows, 1);
          on.unary(UnaryOp.EXP, noCols, noCols);
          on.binary(BinaryOp.ADD, noRows, noRows, Write.SET, noRows);
          on.select(noCols, noCols, noCols, noCols);
          on.gatherRows(noRows, ids, noRows);
          on.scatterAddRows(noRows, ids, noRows);
          m.assertExactly(whole, new double[] {1, 2, 3, 4});

          // What is left of nothing is something.
          on.reduce(ReduceOp.SUM, Axis.ALL, noRows, Write.SET, whole.cols(0, 1));
          on.gemm(true, false, 1, noRows.cols(0, 1), noRows.cols(1, 1), 0, whole.cols(1, 1));
          m.assertExactly(whole, new double[] {0, 0, 3, 4});
        });
  }

  @Test
  void fillsWindowsOfEveryType() {
    onEachFloatType(
        m -> {
          for (Size size : sizes()) {
            m.begin("fill " + size);
            var y = m.blank(size.rows(), size.cols());
            on.fill(y, -2.5);
            m.assertExactly(y, Matrices.constant(size.elements(), -2.5));

            var i = m.ints(size.rows(), size.cols(), new int[size.elements()]);
            on.fill(i, -16_777_217);
            assertThat(m.readInts(i)).as(m.name()).containsOnly(ifAny(size, -16_777_217));
          }
        });
  }

  @Test
  void copiesWindowsOfEveryType() {
    onEachFloatType(
        m -> {
          for (Size size : sizes()) {
            m.begin("copy " + size);
            int n = size.elements();
            double[] values = m.normal(n);
            if (n > 1) {
              values[n - 1] = Double.NaN;
              values[0] = Double.NEGATIVE_INFINITY;
            }
            var y = m.blank(size.rows(), size.cols());
            on.copy(m.operand(size.rows(), size.cols(), values), y);
            m.assertExactly(y, values);

            int[] ids = IntStream.generate(() -> m.random().nextInt()).limit(n).toArray();
            var to = m.ints(size.rows(), size.cols(), new int[n]);
            on.copy(m.ints(size.rows(), size.cols(), ids), to);
            assertThat(m.readInts(to)).as(m.name()).isEqualTo(ids);
          }
        });
  }

  @Test
  void discardIsOnlyAHint() {
    onEachFloatType(
        m -> {
          m.begin("discard");
          var y = m.target(5, 3, m.normal(15));
          on.discard(y.rows(1, 2));
          on.fill(y.rows(1, 2), 4);
          assertThat(m.read(y.rows(1, 2))).containsOnly(4);
          on.discard(y);
          on.discard(m.ints(2, 2, 1, 2, 3, 4));
        });
  }

  private static int[] ifAny(Size size, int value) {
    return size.elements() == 0 ? new int[0] : new int[] {value};
  }
}
