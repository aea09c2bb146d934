package dev.recurve.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.BackendException;
import dev.recurve.spi.BinaryOp;
import dev.recurve.spi.DType;
import dev.recurve.spi.HostMat;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Scalar;
import dev.recurve.spi.Write;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is particular to this backend: rounding, limits, and refusing what core should have checked.
 */
class ReferenceBackendTest {
  private final ReferenceBackend backend = new ReferenceBackend();

  @ParameterizedTest
  @EnumSource(DType.class)
  void tooLargeABufferIsRefusedWithSizesAndARemedy(DType type) {
    assertThatThrownBy(() -> backend.allocate(type, 3_000_000_000L))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("3000000000")
        .hasMessageContaining("smaller");
  }

  @Test
  void anExhaustedHeapIsABackendException() {
    // More than the heap that tests get.
    assertThatThrownBy(() -> backend.allocate(DType.F64, Integer.MAX_VALUE - 8))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("-Xmx");
  }

  @Test
  void sumsAreKeptInDoubleAndRoundedOnce() {
    // In float, 2^24 + 1 is 2^24 again, however often 1 is added.
    var a = mat(DType.F32, 1, 3, 0x1p24, 1, 1);
    var b = mat(DType.F32, 3, 1, 1, 1, 1);
    var c = mat(DType.F32, 1, 1, 0);
    backend.gemm(false, false, 1, a, b, 0, c);
    assertThat(HostMat.download(backend, c)).containsExactly(0x1p24 + 2);
  }

  @Test
  void whatIsStoredInFloatIsAFloat() {
    var y = mat(DType.F32, 1, 1, 0);
    backend.fill(y, 0.1);
    var sum = mat(DType.F64, 1, 1, 0);
    assertThat(HostMat.download(backend, y)).containsExactly((double) 0.1f);
    backend.fill(sum, 0.1);
    assertThat(HostMat.download(backend, sum)).containsExactly(0.1);
  }

  @Test
  void sizesThatDoNotFitAreRefused() {
    var x = mat(DType.F32, 2, 3, new double[6]);
    var y = mat(DType.F32, 3, 2, new double[6]);
    assertThatThrownBy(() -> backend.copy(x, y)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> backend.gemm(false, false, 1, x, x, 0, y))
        .hasMessage("Cannot multiply 2 × 3 by 2 × 3 into 3 × 2");
    assertThatThrownBy(() -> backend.binary(BinaryOp.ADD, x, y, Write.SET, y))
        .hasMessage("2 × 3 cannot be repeated to 3 × 2");
  }

  @Test
  void otherTypesAreRefused() {
    var f32 = mat(DType.F32, 1, 2, 0, 0);
    var f64 = mat(DType.F64, 1, 2, 0, 0);
    var ids = Mat.row(backend.allocate(DType.I32, 2));
    assertThatThrownBy(() -> backend.copy(f32, f64)).hasMessage("Expected F64, received F32");
    assertThatThrownBy(() -> backend.affine(Scalar.ONE, ids, Scalar.ZERO, f32, 0))
        .hasMessageContaining("received I32");
    assertThatThrownBy(() -> backend.gatherRows(f32, f32.reshape(2, 1), f32))
        .hasMessageContaining("Expected I32");
  }

  @Test
  void anIdOutsideTheTableIsRefused() {
    var table = mat(DType.F32, 2, 1, 1, 2);
    var ids = Mat.of(backend.allocate(DType.I32, 1), 0, 1, 1);
    backend.upload(new int[] {2}, 0, ids);
    assertThatThrownBy(() -> backend.gatherRows(table, ids, mat(DType.F32, 1, 1, 0)))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void emptyWindowsMayLieAnywhere() {
    var buffer = backend.allocate(DType.F64, 2);
    var noCols = new Mat(buffer, 50, 3, 0, 4);
    backend.fill(noCols, 1);
    backend.copy(noCols, noCols);
    backend.upload(new double[0], 0, Mat.of(buffer, 50, 0, 3));
    assertThat(HostMat.download(backend, Mat.row(buffer))).containsExactly(0, 0);
  }

  private Mat mat(DType type, int rows, int cols, double... values) {
    var mat = Mat.of(backend.allocate(type, (long) rows * cols), 0, rows, cols);
    HostMat.upload(backend, values, mat);
    return mat;
  }
}
