package dev.recurve.benchmarks.kernels;

import dev.recurve.spi.Mat;
import dev.recurve.spi.UnaryOp;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Element-wise functions of one operand. */
public class ElementwiseBenchmark extends Kernels {
  /** The function. */
  @Param({"EXP", "LOG", "TANH", "SIGMOID", "SOFTPLUS", "RELU", "SQRT"})
  public UnaryOp function;

  /** Rows and columns: of a step, and of all steps. */
  @Param({"64x256", "6400x256"})
  public String shape;

  private Mat x;
  private Mat y;

  /** For JMH. */
  public ElementwiseBenchmark() {}

  /** Makes the operands; positive, so that each function has its value. */
  @Setup
  public void prepare() {
    int[] s = sizes(shape);
    x = random(s[0], s[1]);
    on().unary(UnaryOp.ABS, x, x);
    y = zeros(s[0], s[1]);
  }

  /** One call. */
  @Benchmark
  public void apply() {
    on().unary(function, x, y);
    await();
  }
}
