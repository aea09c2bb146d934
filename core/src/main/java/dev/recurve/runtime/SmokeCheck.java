package dev.recurve.runtime;

import dev.recurve.BackendException;
import dev.recurve.spi.Backend;
import dev.recurve.spi.DType;
import dev.recurve.spi.Mat;
import java.util.Arrays;

/** One 2 × 2 product, so that a backend that cannot compute says so when it is opened. */
final class SmokeCheck {
  private SmokeCheck() {}

  static void run(Backend backend) {
    var memory = backend.allocate(DType.F32, 12);
    try {
      var a = Mat.of(memory, 0, 2, 2);
      var b = Mat.of(memory, 4, 2, 2);
      var c = Mat.of(memory, 8, 2, 2);
      backend.upload(new float[] {1, 2, 3, 4}, 0, a);
      backend.upload(new float[] {5, 6, 7, 8}, 0, b);
      backend.gemm(false, false, 1, a, b, 0, c);
      float[] product = new float[4];
      backend.download(c, product, 0);
      float[] expected = {19, 22, 43, 50};
      if (!Arrays.equals(product, expected)) {
        throw new BackendException(
            "it multiplied [1 2; 3 4] by [5 6; 7 8], expected %s, received %s."
                .formatted(Arrays.toString(expected), Arrays.toString(product)));
      }
    } finally {
      backend.free(memory);
    }
  }
}
