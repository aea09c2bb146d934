package dev.recurve.benchmarks.kernels;

import dev.recurve.spi.Mat;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Matrix products {@code C = A·B}, as layers need them forward and backward. */
public class GemmBenchmark extends Kernels {
  /** M, N and K: rows and columns of C, and the inner size. */
  @Param({"64x1024x256", "20x2600x650", "32x10x128", "256x256x256", "512x512x512"})
  public String shape;

  /** Whether A and B are stored as they are (N) or the other way round (T). */
  @Param({"NN", "NT", "TN"})
  public String stored;

  private boolean transA;
  private boolean transB;
  private Mat a;
  private Mat b;
  private Mat c;

  /** For JMH. */
  public GemmBenchmark() {}

  /** Makes the operands. */
  @Setup
  public void prepare() {
    int[] s = sizes(shape);
    transA = stored.charAt(0) == 'T';
    transB = stored.charAt(1) == 'T';
    a = transA ? random(s[2], s[0]) : random(s[0], s[2]);
    b = transB ? random(s[1], s[2]) : random(s[2], s[1]);
    c = zeros(s[0], s[1]);
  }

  /** One product. */
  @Benchmark
  public void product() {
    on().gemm(transA, transB, 1, a, b, 0, c);
    await();
  }
}
