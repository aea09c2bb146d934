package dev.recurve.benchmarks.kernels;

import dev.recurve.spi.Mat;
import dev.recurve.spi.Write;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Softmax over rows, and its way back. */
public class SoftmaxBenchmark extends Kernels {
  /** Rows and classes: a classifier's, and a language model's. */
  @Param({"64x10", "700x10000"})
  public String shape;

  /** Whether logarithms are wanted. */
  @Param({"false", "true"})
  public boolean log;

  private Mat x;
  private Mat y;
  private Mat dy;
  private Mat dx;

  /** For JMH. */
  public SoftmaxBenchmark() {}

  /** Makes the operands. */
  @Setup
  public void prepare() {
    int[] s = sizes(shape);
    x = random(s[0], s[1]);
    y = zeros(s[0], s[1]);
    dy = random(s[0], s[1]);
    dx = zeros(s[0], s[1]);
    on().softmaxRows(log, x, y, this::scratch);
  }

  /** Forward. */
  @Benchmark
  public void forward() {
    on().softmaxRows(log, x, y, this::scratch);
    await();
  }

  /** Back. */
  @Benchmark
  public void backward() {
    on().softmaxRowsGrad(log, dy, y, Write.SET, dx, this::scratch);
    await();
  }
}
