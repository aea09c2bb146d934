package dev.recurve.simd;

/**
 * How large products are cut, so that what a tile reads is near: one panel of B stays in the
 * first-level cache while it meets rows of A; those rows, packed, stay in the second-level cache
 * while panel after panel passes.
 */
final class Blocks {
  /** Most rows of A that are packed at a time: a multiple of the tile's. */
  static final int ROWS = 480;

  /** Room for packed rows of A, over one or more inner blocks. */
  static final int ROOM = ROWS * 2 * Product.INNER;

  /** Panels of B that are packed at a time, from rows that lie far apart. */
  static final int PANELS = 4;

  /** Rows of a tile. */
  static final int TILE_ROWS = 6;

  /** Vectors of a panel: with six rows they fill the registers, 32 or (of 8 lanes) 16. */
  static final int PANEL_VECTORS = Lanes.COUNT == 8 ? 2 : 4;

  /** Columns of a panel. */
  static final int PANEL = PANEL_VECTORS * Lanes.COUNT;

  /** Columns that are packed at a time. */
  static final int COLS = PANELS * PANEL;

  private Blocks() {}

  /** The width of 1, 2 or 4 vectors that hold so many columns of a panel. */
  static int width(int cols) {
    int vectors = (cols + Lanes.COUNT - 1) / Lanes.COUNT;
    return (vectors > 2 ? 4 : vectors) * Lanes.COUNT;
  }

  /**
   * So that a remainder of one or two rows does not waste the registers, 7 and 8 are split in half.
   */
  static int tileRows(int left) {
    if (left <= TILE_ROWS) {
      return left;
    }
    return left < 9 ? 4 : TILE_ROWS;
  }

  /** Whole tiles at the beginning of so many rows, as {@link #tileRows} cuts them. */
  static int wholeTiles(int rows) {
    int whole = rows / TILE_ROWS;
    int left = rows % TILE_ROWS;
    return whole > 0 && (left == 1 || left == 2) ? whole - 1 : whole;
  }

  /** How many rows are packed at a time, so that the last time has hardly fewer. */
  static int rows(int all) {
    int times = Math.max(1, (all + ROWS - 1) / ROWS);
    return tiles((all + times - 1) / times) * TILE_ROWS;
  }

  /** Tiles that so many rows make. */
  static int tiles(int rows) {
    return (rows + TILE_ROWS - 1) / TILE_ROWS;
  }
}
