package dev.recurve.metrics;

/**
 * What stands in for an n-gram precision of 0, which alone would make BLEU 0 (Chen and Cherry
 * 2014).
 */
public sealed interface BleuSmoothing {
  /** Nothing. */
  record None() implements BleuSmoothing {}

  /**
   * Each further order without a match halves what the order would have if one half n-gram matched;
   * that of mteval-v13a, the default.
   */
  record Exponential() implements BleuSmoothing {}

  /**
   * As if so many n-grams matched.
   *
   * @param matches 0 or more; 0.1 in the paper
   */
  record Floor(double matches) implements BleuSmoothing {
    /** Checks the number. */
    public Floor {
      require(matches);
    }
  }

  /**
   * So many n-grams more that match, from bigrams on.
   *
   * @param more 0 or more; 1 in the paper
   */
  record AddK(double more) implements BleuSmoothing {
    /** Checks the number. */
    public AddK {
      require(more);
    }
  }

  private static void require(double value) {
    if (!(value >= 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException("Smoothing is 0 or more, received " + value);
    }
  }

  /** Its name in signatures. */
  default String key() {
    return switch (this) {
      case None() -> "none";
      case Exponential() -> "exp";
      case Floor(double matches) -> "floor[%s]".formatted(matches);
      case AddK(double more) -> "add-k[%s]".formatted(more);
    };
  }
}
