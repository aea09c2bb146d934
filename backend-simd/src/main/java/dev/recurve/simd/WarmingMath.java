package dev.recurve.simd;

/**
 * Which arithmetic a call runs on: single floats while the JVM is cold, then lanes. A call keeps to
 * one of them.
 */
final class WarmingMath {
  private final Warmth warmth;
  private final RnnMath scalars = new ScalarMath();

  /** Made when first needed, for vectors are many classes. */
  private final OnDemand<RnnMath> lanes = new OnDemand<>(LaneMath::new);

  WarmingMath(Warmth warmth) {
    this.warmth = warmth;
  }

  /** For a call of so many multiplications. */
  RnnMath of(long work) {
    return warmth.isCold(work) ? scalars : lanes.get();
  }
}
