package dev.recurve.simd;

import dev.recurve.host.Aligned;

/** Packed blocks of one thread's share of a product. */
final class GemmScratch {
  /** Packed panels of B. */
  final int panels = Aligned.FIRST;

  /** Packed rows of A. */
  final int groups = panels + Product.INNER * Blocks.COLS;

  /** A tile of C that does not end where its panel does. */
  final int edge = groups + Blocks.ROOM + Blocks.TILE_ROWS * Product.INNER;

  final float[] values = Aligned.array(edge + Blocks.TILE_ROWS * Blocks.PANEL);

  final Dots dots = new Dots();
}
