package dev.recurve.params;

/**
 * What the weights of a group are brought back to after each step. Norms are those of a parameter's
 * slices along its first axis, as a rule the weights into one unit; of a parameter with a single
 * axis, that of all of it.
 */
public sealed interface Constraint {
  /** Anything goes. */
  record None() implements Constraint {
    @Override
    public String toString() {
      return "none";
    }
  }

  /**
   * A longer slice is shortened to this norm (Srebro and Shraibman 2005, Srivastava et al. 2014).
   *
   * @param limit greater than 0
   */
  record MaxNorm(double limit) implements Constraint {
    /** Checks the limit. */
    public MaxNorm {
      if (!(limit > 0 && Double.isFinite(limit))) {
        throw new IllegalArgumentException("A norm's limit is greater than 0, received " + limit);
      }
    }

    @Override
    public String toString() {
      return "norm ≤ " + limit;
    }
  }

  /** Each slice is scaled to norm 1; one of zeros stays as it is. */
  record UnitNorm() implements Constraint {
    @Override
    public String toString() {
      return "norm = 1";
    }
  }

  /** Negative weights become 0. */
  record NonNegative() implements Constraint {
    @Override
    public String toString() {
      return "≥ 0";
    }
  }

  /** Anything goes. */
  static Constraint none() {
    return new None();
  }

  /** Slices of at most this norm, greater than 0. */
  static Constraint maxNorm(double limit) {
    return new MaxNorm(limit);
  }

  /** Slices of norm 1. */
  static Constraint unitNorm() {
    return new UnitNorm();
  }

  /** No negative weights. */
  static Constraint nonNegative() {
    return new NonNegative();
  }
}
