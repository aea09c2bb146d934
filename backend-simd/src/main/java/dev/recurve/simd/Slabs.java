package dev.recurve.simd;

/**
 * Memory whose elements lie as {@link Aligned} says, for weights that are read over and over: a
 * step of one row reads them 1.6 times as fast. An array of that kind cannot be small, so that
 * several weights share one; it is reclaimed when none of them is in use any more.
 */
final class Slabs {
  /** Pieces begin at whole cache lines. */
  private static final int LINE = 16;

  private float[] slab = {};
  private int used;

  /**
   * Some elements of an array, 0 at first.
   *
   * @param first the index of the first one
   */
  record Piece(float[] values, int first) {}

  /** A piece of so many elements. */
  synchronized Piece take(int size) {
    if (used + size > slab.length) {
      slab = Aligned.array(size);
      used = Aligned.FIRST;
    }
    var piece = new Piece(slab, used);
    used += (size + LINE - 1) / LINE * LINE;
    return piece;
  }
}
