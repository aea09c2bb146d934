package dev.recurve.benchmarks.kernels;

import dev.recurve.spi.Axis;
import dev.recurve.spi.BinaryOp;
import dev.recurve.spi.Mat;
import dev.recurve.spi.ReduceOp;
import dev.recurve.spi.Write;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Element-wise functions of two operands, and sums: bound by memory, not by arithmetic. */
public class ArithmeticBenchmark extends Kernels {
  /** Rows and columns. */
  @Param({"64x256", "6400x256"})
  public String shape;

  private Mat a;
  private Mat b;
  private Mat y;
  private Mat row;
  private Mat column;

  /** For JMH. */
  public ArithmeticBenchmark() {}

  /** Makes the operands. */
  @Setup
  public void prepare() {
    int[] s = sizes(shape);
    a = random(s[0], s[1]);
    b = random(s[0], s[1]);
    y = zeros(s[0], s[1]);
    row = random(1, s[1]);
    column = zeros(s[0], 1);
  }

  /** {@code y = a∘b}. */
  @Benchmark
  public void multiply() {
    on().binary(BinaryOp.MUL, a, b, Write.SET, y);
    await();
  }

  /** {@code y = a + row}, as a bias is added. */
  @Benchmark
  public void addRow() {
    on().binary(BinaryOp.ADD, a, row, Write.SET, y);
    await();
  }

  /** The sum of each column, as a bias's gradient is. */
  @Benchmark
  public void sumOfColumns() {
    on().reduce(ReduceOp.SUM, Axis.ROWS, a, Write.SET, row);
    await();
  }

  /** The sum of each row. */
  @Benchmark
  public void sumOfRows() {
    on().reduce(ReduceOp.SUM, Axis.COLS, a, Write.SET, column);
    await();
  }
}
