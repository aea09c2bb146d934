package dev.recurve.optim;

/** How gradients are kept from growing too large before the optimiser sees them. */
public sealed interface Clipping {
  /** Not at all. */
  record None() implements Clipping {}

  /**
   * Each element is moved into {@code -limit…limit}.
   *
   * @param limit greater than 0
   */
  record ByValue(double limit) implements Clipping {
    /** Checks the limit. */
    public ByValue {
      requirePositive(limit);
    }
  }

  /**
   * All gradients are shrunk together so that their norm, taken over every trainable parameter, is
   * at most the limit (Pascanu et al. 2013): by {@code min(1, limit / (norm + 1e-6))}.
   *
   * @param limit greater than 0
   */
  record ByGlobalNorm(double limit) implements Clipping {
    /** Checks the limit. */
    public ByGlobalNorm {
      requirePositive(limit);
    }
  }

  /** No clipping. */
  static Clipping none() {
    return new None();
  }

  /** Clips each element to {@code -limit…limit}. */
  static Clipping byValue(double limit) {
    return new ByValue(limit);
  }

  /** Clips the norm over all gradients. */
  static Clipping byGlobalNorm(double limit) {
    return new ByGlobalNorm(limit);
  }

  private static void requirePositive(double limit) {
    if (!(limit > 0 && Double.isFinite(limit))) {
      throw new IllegalArgumentException("A clipping limit is greater than 0, received " + limit);
    }
  }
}
