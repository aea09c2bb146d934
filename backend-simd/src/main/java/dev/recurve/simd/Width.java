package dev.recurve.simd;

import jdk.incubator.vector.VectorShape;

/** How wide this process's vectors are. Asking for it does not load the vectors themselves. */
final class Width {
  /** Floats in a vector of the shape that the JVM prefers here. */
  static final int LANES = VectorShape.preferredShape().vectorBitSize() / Float.SIZE;

  private Width() {}
}
