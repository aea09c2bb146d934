package dev.recurve.conformance;

import dev.recurve.spi.DType;

/**
 * How far a computed tensor may lie from what was expected: {@code |a - b| ≤ relative · max|b| +
 * absolute}, the maximum taken over the whole expected tensor. A NaN or an infinity agrees with its
 * like only.
 *
 * @param relative share of the largest expected element
 * @param absolute allowed on top of it
 */
public record Tolerance(double relative, double absolute) {
  /** Nothing may differ; 0 and -0 are the same. */
  public static final Tolerance EXACT = new Tolerance(0, 0);

  /** For float32: 1e-5 of the largest element, and 1e-7. */
  public static final Tolerance F32 = new Tolerance(1e-5, 1e-7);

  /** For float64: 1e-12 of the largest element, and 1e-14. */
  public static final Tolerance F64 = new Tolerance(1e-12, 1e-14);

  private static final int PLAIN_TERMS = 64;

  /** A tolerance relative to the largest expected element, and a hundredth of it absolutely. */
  public static Tolerance relative(double relative) {
    return new Tolerance(relative, relative / 100);
  }

  /** The tolerance of a float type. */
  public static Tolerance of(DType type) {
    return switch (type) {
      case F32 -> F32;
      case F64 -> F64;
      case I32 -> EXACT;
    };
  }

  /**
   * The tolerance for tensors each of whose elements is a sum of {@code terms} products of numbers
   * of at most about unit size. Rounding errors of such a sum grow like a random walk: the relative
   * part grows by {@code √(terms/64)} beyond 64 terms. A sum of n such terms, taken one after the
   * other in float32, is off by about 2.4e-8·n wherever it ends up, and may end up near 0: the
   * absolute part is allowed once for every term.
   */
  public Tolerance summing(int terms) {
    int n = Math.max(1, terms);
    return new Tolerance(relative * Math.max(1, Math.sqrt((double) n / PLAIN_TERMS)), absolute * n);
  }

  /**
   * Compares two tensors element by element.
   *
   * @param what names the tensor and the case in the message
   * @throws AssertionError naming the worst element, when any lies too far off
   */
  public void assertClose(String what, double[] actual, double[] expected) {
    double largest = 0;
    for (double e : expected) {
      largest = Math.max(largest, Double.isFinite(e) ? Math.abs(e) : 0);
    }
    double allowed = relative * largest + absolute;
    compare(what, actual, expected, _ -> allowed);
  }

  /** As {@link #assertClose(String, double[], double[])}. */
  public void assertClose(String what, float[] actual, double[] expected) {
    assertClose(what, widened(actual), expected);
  }

  /**
   * Compares element by element, each held to its own size instead of the largest: {@code |a - b| ≤
   * relative · |b| + absolute}.
   *
   * @throws AssertionError naming the worst element, when any lies too far off
   */
  public void assertEachClose(String what, double[] actual, double[] expected) {
    compare(what, actual, expected, e -> relative * Math.abs(e) + absolute);
  }

  private interface Allowance {
    double of(double expected);
  }

  private static void compare(
      String what, double[] actual, double[] expected, Allowance allowance) {
    if (actual.length != expected.length) {
      throw new AssertionError(
          "%s has %d elements, expected %d".formatted(what, actual.length, expected.length));
    }
    int worst = -1;
    int bad = 0;
    double worstExcess = 0;
    for (int i = 0; i < expected.length; i++) {
      double excess = excess(actual[i], expected[i], allowance);
      if (excess > 0) {
        bad++;
        if (excess > worstExcess) {
          worstExcess = excess;
          worst = i;
        }
      }
    }
    if (bad > 0) {
      throw new AssertionError(
          "%s: element %d of %d is %s, expected %s, may differ by %.3g; %d of them differ too much"
              .formatted(
                  what,
                  worst,
                  expected.length,
                  actual[worst],
                  expected[worst],
                  allowance.of(expected[worst]),
                  bad));
    }
  }

  /** By how much two numbers differ beyond what is allowed; 0 or less when they agree. */
  private static double excess(double actual, double expected, Allowance allowance) {
    if (actual == expected || Double.isNaN(actual) && Double.isNaN(expected)) {
      return 0;
    }
    if (!Double.isFinite(actual) || !Double.isFinite(expected)) {
      return Double.POSITIVE_INFINITY;
    }
    return Math.abs(actual - expected) - allowance.of(expected);
  }

  private static double[] widened(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }
}
