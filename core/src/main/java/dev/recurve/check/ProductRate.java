package dev.recurve.check;

import dev.recurve.Shape;
import dev.recurve.autodiff.Tensors;
import dev.recurve.runtime.Device;

/** How fast a device multiplies matrices that fit into its caches. */
final class ProductRate {
  private static final int SIZE = 256;
  private static final long WARM_UP_NANOS = 50_000_000;
  private static final int RUNS = 5;

  private ProductRate() {}

  /** Floating-point operations a second: the best of some products. */
  static double measure(Device device) {
    var backend = device.backend();
    var shape = Shape.of(SIZE, SIZE);
    var a = Tensors.filled(device, shape, 0.5).mat();
    var b = Tensors.filled(device, shape, 0.25).mat();
    var c = Tensors.zeros(device, shape).mat();
    long best = Long.MAX_VALUE;
    long begun = System.nanoTime();
    for (int run = 0; run < RUNS || System.nanoTime() - begun < WARM_UP_NANOS; run++) {
      long before = System.nanoTime();
      backend.gemm(false, false, 1, a, b, 0, c);
      backend.synchronize();
      best = Math.min(best, Math.max(1, System.nanoTime() - before));
    }
    return 2.0 * SIZE * SIZE * SIZE / best * 1e9;
  }
}
