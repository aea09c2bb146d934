package dev.recurve.benchmarks.problem;

/**
 * A product of two matrices, {@code [m, k] · [k, n]}.
 *
 * @param m rows of the result
 * @param n columns of the result
 * @param k the inner size
 * @param transposed whether the second one is stored as {@code [n, k]}, as weights are
 * @param seed decides the values
 */
public record GemmProblem(int m, int n, int k, boolean transposed, long seed) implements Problem {
  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one is less than 1
   */
  public GemmProblem {
    if (m < 1 || n < 1 || k < 1) {
      throw new IllegalArgumentException(
          "A product needs sizes of at least 1, received m %d, n %d, k %d".formatted(m, n, k));
    }
  }

  /** A product of matrices stored plainly, seed 42. */
  public static GemmProblem plain(int m, int n, int k) {
    return new GemmProblem(m, n, k, false, 42);
  }

  /** A product with weights as layers store them, seed 42. */
  public static GemmProblem withWeights(int m, int n, int k) {
    return new GemmProblem(m, n, k, true, 42);
  }

  /** The first matrix, row by row. */
  public float[] a() {
    return Values.uniform(seed, m * k, 1);
  }

  /** The second matrix as it is stored, row by row. */
  public float[] b() {
    return Values.uniform(seed + 1, k * n, 1);
  }

  @Override
  public double flops() {
    return Flops.of(this);
  }

  @Override
  public String describe() {
    return "gemm %d×%d×%d%s".formatted(m, n, k, transposed ? ", weights transposed" : "");
  }
}
