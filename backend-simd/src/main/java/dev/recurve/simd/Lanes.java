package dev.recurve.simd;

import jdk.incubator.vector.VectorShape;

/**
 * The vector width of this process: the widest that the JVM prefers here. Asking for it does not
 * load the vectors themselves, see {@link Species}.
 */
final class Lanes {
  /** Floats in a vector. */
  static final int COUNT = VectorShape.preferredShape().vectorBitSize() / Float.SIZE;

  /** Columns of a packed panel: four vectors. */
  static final int PANEL = 4 * COUNT;

  /**
   * Rows that a tile keeps in registers: six times four accumulators fill the 32 registers of
   * AVX-512 and NEON; AVX2 has 16.
   */
  static final int TILE_ROWS = COUNT == 8 ? 3 : 6;

  private Lanes() {}

  /**
   * How many of the rows that are left the next tile takes. A remainder of one or two would waste
   * most of the registers, so that 7 and 8 are split as 4 + 3 and 4 + 4.
   */
  static int tileRows(int left) {
    if (left <= TILE_ROWS) {
      return left;
    }
    return TILE_ROWS == 6 && left < 9 ? 4 : TILE_ROWS;
  }

  /** The next multiple of the vector's length. */
  static int padded(int size) {
    return (size + COUNT - 1) / COUNT * COUNT;
  }
}
