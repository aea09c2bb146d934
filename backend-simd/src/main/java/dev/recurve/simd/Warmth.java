package dev.recurve.simd;

/**
 * Whether a call is small and early. Until the JIT has compiled them, vector operations are calls
 * that allocate, and the first one loads hundreds of classes: a process that computes only a few
 * small things is done sooner with single floats. Their bits are the same, so that it does not
 * matter who asks, when, and from which thread.
 */
final class Warmth {
  private final long small;
  private final long budget;
  private long spent;

  /** For element-wise loops, in elements. */
  static Warmth ofLoops() {
    return new Warmth(1 << 14, 1 << 20);
  }

  /** For matrix products, in multiplications. */
  static Warmth ofProducts() {
    return new Warmth(1 << 18, 1 << 24);
  }

  /** For calls of recurrent layers, in multiplications. */
  static Warmth ofLayers() {
    return new Warmth(1 << 25, 1 << 26);
  }

  /** Where nothing is ever cold. */
  static Warmth always() {
    return new Warmth(0, 0);
  }

  /**
   * A measure.
   *
   * @param small the most work that a call may be
   * @param budget the work that is done before vectors are worth it
   */
  private Warmth(long small, long budget) {
    this.small = small;
    this.budget = budget;
  }

  /** Whether single floats are to do this work. */
  boolean isCold(long work) {
    if (spent >= budget || work > small) {
      return false;
    }
    spent += work;
    return true;
  }
}
