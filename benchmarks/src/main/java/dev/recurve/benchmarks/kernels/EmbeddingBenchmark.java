package dev.recurve.benchmarks.kernels;

import dev.recurve.spi.Mat;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Rows of a table by their numbers, and their gradients back into the table. */
public class EmbeddingBenchmark extends Kernels {
  /** Tokens of a batch, words of the vocabulary, and the size of each one's vector. */
  @Param({"3200x10000x64", "700x10000x650"})
  public String shape;

  private Mat table;
  private Mat ids;
  private Mat rows;

  /** For JMH. */
  public EmbeddingBenchmark() {}

  /** Makes the operands. */
  @Setup
  public void prepare() {
    int[] s = sizes(shape);
    table = random(s[1], s[2]);
    ids = ids(s[0], s[1]);
    rows = zeros(s[0], s[2]);
  }

  /** Forward. */
  @Benchmark
  public void gather() {
    on().gatherRows(table, ids, rows);
    await();
  }

  /** Back. */
  @Benchmark
  public void scatterAdd() {
    on().scatterAddRows(rows, ids, table);
    await();
  }
}
