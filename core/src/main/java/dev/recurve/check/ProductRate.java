package dev.recurve.check;

import dev.recurve.Shape;
import dev.recurve.autodiff.Tensors;
import dev.recurve.runtime.Device;

/** How fast a device multiplies matrices that fit into its caches. */
final class ProductRate {
  private static final int SIZE = 256;

  /** So many runs, or so long, without one that is clearly better: it is compiled. */
  private static final int PATIENT_RUNS = 300;

  private static final long PATIENT_NANOS = 2_000_000_000L;
  private static final double CLEARLY = 0.9;

  private ProductRate() {}

  /**
   * Floating-point operations a second: those of the best product, once the virtual machine has
   * compiled the code.
   */
  static double measure(Device device) {
    var backend = device.backend();
    var shape = Shape.of(SIZE, SIZE);
    var a = Tensors.filled(device, shape, 0.5).mat();
    var b = Tensors.filled(device, shape, 0.25).mat();
    var c = Tensors.zeros(device, shape).mat();
    long best = Long.MAX_VALUE;
    long improved = System.nanoTime();
    for (int run = 0; run < PATIENT_RUNS && System.nanoTime() - improved < PATIENT_NANOS; run++) {
      long before = System.nanoTime();
      backend.gemm(false, false, 1, a, b, 0, c);
      backend.synchronize();
      long after = System.nanoTime();
      if (after - before < CLEARLY * best) {
        improved = after;
        run = 0;
      }
      best = Math.min(best, Math.max(1, after - before));
    }
    return 2.0 * SIZE * SIZE * SIZE / best * 1e9;
  }
}
