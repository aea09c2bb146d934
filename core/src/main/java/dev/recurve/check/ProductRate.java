package dev.recurve.check;

import dev.recurve.Shape;
import dev.recurve.autodiff.Tensors;
import dev.recurve.runtime.Device;

/** How fast a device multiplies matrices that fit into its caches. */
final class ProductRate {
  private static final int SIZE = 256;
  private static final long LEAST_NANOS = 500_000_000;
  private static final long MOST_NANOS = 4_000_000_000L;

  /** So many runs without a better one, and code is as well compiled as it will be. */
  private static final int PATIENCE = 30;

  private ProductRate() {}

  /** Floating-point operations a second: the best of products for half a second or a bit more. */
  static double measure(Device device) {
    var backend = device.backend();
    var shape = Shape.of(SIZE, SIZE);
    var a = Tensors.filled(device, shape, 0.5).mat();
    var b = Tensors.filled(device, shape, 0.25).mat();
    var c = Tensors.zeros(device, shape).mat();
    long best = Long.MAX_VALUE;
    long begun = System.nanoTime();
    long passed = 0;
    for (int since = 0;
        passed < LEAST_NANOS || since < PATIENCE && passed < MOST_NANOS;
        since++) {
      long before = System.nanoTime();
      backend.gemm(false, false, 1, a, b, 0, c);
      backend.synchronize();
      long took = Math.max(1, System.nanoTime() - before);
      if (took < best) {
        best = took;
        since = 0;
      }
      passed = System.nanoTime() - begun;
    }
    return 2.0 * SIZE * SIZE * SIZE / best * 1e9;
  }
}
