package dev.recurve.simd;

import dev.recurve.host.OnDemand;

/**
 * Which arithmetic a call runs on: single floats while the JVM is cold, then lanes. A call keeps to
 * one of them.
 */
final class WarmingMath {
  private final Warmth warmth;
  private final PanelMath scalars = new ScalarMath();

  /** Made when first needed, for vectors are many classes. */
  private final OnDemand<PanelMath> lanes = new OnDemand<>(LaneMath::new);

  WarmingMath(Warmth warmth) {
    this.warmth = warmth;
  }

  /** For a call of so many multiplications. */
  PanelMath of(long work) {
    return warmth.isCold(work) ? scalars : lanes.get();
  }
}
