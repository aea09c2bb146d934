package dev.recurve.simd;

import dev.recurve.host.Split;

/**
 * {@code C = alpha · op(A) · op(B)} or {@code C += …}: what one call of gemm asks for, after C was
 * scaled; and in which order each element of it is summed, whoever does it.
 *
 * @param m rows of C
 * @param n columns of C
 * @param k the inner size
 * @param add whether C is added to
 */
record Product(
    int m,
    int n,
    int k,
    float alpha,
    boolean transA,
    float[] a,
    int a0,
    int lda,
    boolean transB,
    float[] b,
    int b0,
    int ldb,
    float[] c,
    int c0,
    int ldc,
    boolean add) {
  /** Most steps of the inner dimension that are summed before the sum is added to C. */
  static final int INNER = 160;

  /** Running sums of a dot product; every vector's length divides it. */
  static final int LINE = 16;

  /** Rows or columns so few that packing the other factor would cost more than the product. */
  static final int THIN = 4;

  /** Rows that dot products take together. */
  static final int DOTS = 8;

  /** Multiplications, the measure of the work. */
  long work() {
    return (long) m * n * k;
  }

  /** In how many blocks of like depth an inner dimension is cut. */
  static int innerBlocks(int k) {
    return (k + INNER - 1) / INNER;
  }

  /** Where an inner block begins. */
  int innerStart(int block) {
    return Split.cut(k, block, innerBlocks(k));
  }

  /**
   * Whether this is best done as dot products: a thin factor, and an inner index that runs along
   * memory in both.
   */
  boolean isDots() {
    return !transA && transB && (m <= THIN || n <= THIN);
  }

  /** Steps of a dot product that go to running sums; the rest is added one by one. */
  int wholeLines() {
    return Math.max(m <= THIN ? n : 0, n <= THIN ? m : 0) < DOTS ? 0 : k - k % LINE;
  }
}
