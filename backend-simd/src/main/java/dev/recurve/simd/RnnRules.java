package dev.recurve.simd;

/**
 * From which sizes on threads share a recurrent layer, and how.
 *
 * @param worthAThread floating-point operations forward for which waking a thread pays
 * @param large bytes of a direction's weights beyond which threads share each step's products
 *     instead of sequences
 */
record RnnRules(double worthAThread, long large) {
  /**
   * As measured: a thread is woken in about a microsecond; a second-level cache holds 2 MB, and
   * what meets the weights has to find room there too.
   */
  static final RnnRules MEASURED = new RnnRules(1e6, 2 << 20);

  /** Threads share every layer, and all its products. */
  static final RnnRules ALWAYS = new RnnRules(0, 0);
}
