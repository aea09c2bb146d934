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
      Settings.positive("A clipping limit", limit);
    }
  }

  /**
   * The gradient of each parameter is shrunk so that its own norm is at most the limit: by {@code
   * min(1, limit / (norm + 1e-6))}.
   *
   * @param limit greater than 0
   */
  record ByNorm(double limit) implements Clipping {
    /** Checks the limit. */
    public ByNorm {
      Settings.positive("A clipping limit", limit);
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
      Settings.positive("A clipping limit", limit);
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

  /** Clips the norm of each parameter's gradient. */
  static Clipping byNorm(double limit) {
    return new ByNorm(limit);
  }

  /** Clips the norm over all gradients. */
  static Clipping byGlobalNorm(double limit) {
    return new ByGlobalNorm(limit);
  }
}
