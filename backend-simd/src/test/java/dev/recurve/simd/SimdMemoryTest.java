package dev.recurve.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.BackendException;
import dev.recurve.spi.DType;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Workers;
import org.junit.jupiter.api.Test;

class SimdMemoryTest {
  private final SimdBackend on = new SimdBackend(new Workers(1));

  @Test
  void refusesWhatItDoesNotHold() {
    assertThatThrownBy(() -> on.allocate(DType.F64, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("F64")
        .hasMessageContaining("java backend");
    var buffer = on.allocate(DType.F32, 3);
    assertThatThrownBy(() -> on.upload(new double[3], 0, Mat.row(buffer)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("F64");
    assertThatThrownBy(() -> on.upload(new int[3], 0, Mat.row(buffer)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Expected I32 memory on the Java heap, received F32");
  }

  @Test
  void saysThatMemoryIsExhausted() {
    assertThatThrownBy(() -> on.allocate(DType.F32, 1L << 31))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("2147483648 F32")
        .hasMessageContaining("Make the batch");
    assertThatThrownBy(() -> on.allocate(DType.I32, Integer.MAX_VALUE - 100))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("-Xmx");
  }

  @Test
  void largeBuffersHaveTheirSizeAndEveryElement() {
    for (int size : new int[] {(1 << 17) - 1, 1 << 17, (1 << 17) + 1}) {
      var buffer = on.allocate(DType.F32, size);
      assertThat(buffer.size()).isEqualTo(size);
      float[] values = new float[size];
      values[0] = 1;
      values[size - 1] = 2;
      on.upload(values, 0, Mat.row(buffer));
      float[] back = new float[size];
      on.download(Mat.row(buffer), back, 0);
      assertThat(back).isEqualTo(values);
    }
  }
}
