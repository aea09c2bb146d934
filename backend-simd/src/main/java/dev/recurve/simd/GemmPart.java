package dev.recurve.simd;

/**
 * One thread's share of a product. Some rows of A, over some inner blocks, are packed; then panels
 * of B are packed, a few at a time, and meet those rows.
 */
final class GemmPart {
  /** Columns beside each other from which rows of A are worth packing. */
  private static final int WIDE = 384;

  /** So few rows meet B where it lies. */
  private static final int FEW_ROWS = 4 * Blocks.TILE_ROWS;

  /** Groups of A's columns that are packed together: a few cache lines of each row. */
  private static final int SIDE_BY_SIDE = 16;

  private final Product p;
  private final GemmScratch scratch;
  private final int fromRow;
  private final int toRow;
  private final int fromCol;
  private final int toCol;
  private final boolean packsA;
  private final boolean packsB;
  private final boolean keepsB;

  GemmPart(Product p, GemmScratch scratch, int fromRow, int toRow, int fromCol, int toCol) {
    this.p = p;
    this.scratch = scratch;
    this.fromRow = fromRow;
    this.toRow = toRow;
    this.fromCol = fromCol;
    this.toCol = toCol;
    this.packsA = p.transA() || toCol - fromCol >= WIDE;
    this.packsB = p.transB() || p.alpha() != 1 || toRow - fromRow > FEW_ROWS;
    this.keepsB = !p.transB() && p.alpha() == 1;
  }

  void run() {
    if (p.isDots()) {
      dots();
    } else {
      blocks();
    }
  }

  /** Every row of the thin factor against the rows of the other. */
  private void dots() {
    int whole = p.wholeLines();
    if (p.m() <= Product.THIN) {
      for (int r = fromRow; r < toRow; r++) {
        int row = p.a0() + r * p.lda();
        var factors = new Dots.Factors(p.a(), row, p.k(), whole, p.b(), p.b0(), p.ldb(), p.n());
        var target = new Dots.Target(p.c(), p.c0() + r * p.ldc(), 1, p.alpha(), p.add());
        scratch.dots.run(factors, fromCol, toCol, target);
      }
      return;
    }
    for (int c = fromCol; c < toCol; c++) {
      int row = p.b0() + c * p.ldb();
      var factors = new Dots.Factors(p.b(), row, p.k(), whole, p.a(), p.a0(), p.lda(), p.m());
      var target = new Dots.Target(p.c(), p.c0() + c, p.ldc(), p.alpha(), p.add());
      scratch.dots.run(factors, fromRow, toRow, target);
    }
  }

  private void blocks() {
    int blocks = Product.innerBlocks(p.k());
    int most = Blocks.rows(toRow - fromRow);
    int together =
        Math.max(1, Blocks.ROOM / (Blocks.tiles(most) * Blocks.TILE_ROWS * Product.INNER));
    for (int first = 0; first < blocks; first += together) {
      int end = Math.min(blocks, first + together);
      for (int row = fromRow; row < toRow; row += most) {
        rows(row, Math.min(most, toRow - row), first, end);
      }
    }
  }

  /** Some rows and inner blocks, all columns. */
  private void rows(int row, int rows, int firstBlock, int endBlock) {
    int k0 = p.innerStart(firstBlock);
    int perK = Blocks.tiles(rows) * Blocks.TILE_ROWS;
    for (int block = firstBlock; packsA && block < endBlock; block++) {
      int k = p.innerStart(block);
      packGroups(row, rows, k, depth(block), scratch.groups + (k - k0) * perK);
    }
    for (int col = fromCol; col < toCol; col += Blocks.COLS) {
      int cols = Math.min(Blocks.COLS, toCol - col);
      for (int block = firstBlock; block < endBlock; block++) {
        int k = p.innerStart(block);
        int kc = depth(block);
        boolean add = p.add() || block > 0;
        packPanels(rows, col, cols, k, kc);
        for (int j = 0; j < cols; j += Blocks.PANEL) {
          int count = Math.min(Blocks.PANEL, cols - j);
          int groups = scratch.groups + (k - k0) * perK;
          panel(row, rows, col + j, count, k, kc, groups, scratch.panels + j * kc, add);
        }
      }
    }
  }

  private int depth(int block) {
    return p.innerStart(block + 1) - p.innerStart(block);
  }

  private void packGroups(int row, int rows, int k, int kc, int to) {
    int group = to;
    int done = 0;
    for (int groups = besides(rows); groups > 0; groups = besides(rows - done)) {
      Packing.groupsOfColumns(p, row + done, groups, k, kc, scratch.values, group);
      group += groups * Blocks.TILE_ROWS * kc;
      done += groups * Blocks.TILE_ROWS;
    }
    for (int r = done; r < rows; group += Blocks.TILE_ROWS * kc) {
      int count = Blocks.tileRows(rows - r);
      Packing.group(p, row + r, count, k, kc, scratch.values, group);
      r += count;
    }
  }

  /** How many whole groups are packed side by side when so many rows are left. */
  private int besides(int rows) {
    return p.transA() ? Math.min(SIDE_BY_SIDE, Blocks.wholeTiles(rows)) : 0;
  }

  /** Whether a panel's columns fill their vectors and B may stay where it is. */
  private boolean isInPlace(int cols) {
    return !packsB && cols == Blocks.width(cols);
  }

  /** Whether a panel is packed by the first tile that reads it. */
  private boolean isKept(int rows, int cols) {
    return packsB && keepsB && cols == Blocks.PANEL && Blocks.tileRows(rows) == Blocks.TILE_ROWS;
  }

  private void packPanels(int rows, int col, int cols, int k, int kc) {
    for (int j = 0; j < cols; j += Blocks.PANEL) {
      int count = Math.min(Blocks.PANEL, cols - j);
      if (!isInPlace(count) && !isKept(rows, count)) {
        int to = scratch.panels + j * kc;
        Packing.panel(p, k, kc, col + j, count, Blocks.width(count), scratch.values, to);
      }
    }
  }

  /** A block's rows against one panel of B. */
  private void panel(
      int row, int rows, int col, int cols, int k, int kc, int groups, int packed, boolean add) {
    int width = Blocks.width(cols);
    boolean isInPlace = isInPlace(cols);
    float[] b = isInPlace ? p.b() : scratch.values;
    int b0 = isInPlace ? p.b0() + k * p.ldb() + col : packed;
    int ldb = isInPlace ? p.ldb() : width;
    int group = groups;
    int done = 0;
    if (isKept(rows, cols)) {
      keep(row, col, k, kc, group, packed, add);
      group += Blocks.TILE_ROWS * kc;
      done = Blocks.TILE_ROWS;
    }
    for (int r = done; r < rows; group += Blocks.TILE_ROWS * kc) {
      int count = Blocks.tileRows(rows - r);
      int a0 = packsA ? group : p.a0() + (row + r) * p.lda() + k;
      int c0 = p.c0() + (row + r) * p.ldc() + col;
      if (cols == width) {
        tile(count, width, a0, kc, b, b0, ldb, p.c(), c0, p.ldc(), add);
      } else {
        tile(count, width, a0, kc, b, b0, ldb, scratch.values, scratch.edge, width, false);
        store(count, cols, width, c0, add);
      }
      r += count;
    }
  }

  private void keep(int row, int col, int k, int kc, int group, int packed, boolean add) {
    float[] kept = scratch.values;
    int vectors = Blocks.PANEL_VECTORS;
    int b0 = p.b0() + k * p.ldb() + col;
    int c0 = p.c0() + row * p.ldc() + col;
    if (packsA) {
      GroupTile.keep(
          vectors, kept, packed, kept, group, kc, p.b(), b0, p.ldb(), p.c(), c0, p.ldc(), add);
    } else {
      int a0 = p.a0() + row * p.lda() + k;
      RowsTile.keep(
          vectors, kept, packed, p.a(), a0, p.lda(), kc, p.b(), b0, p.ldb(), p.c(), c0, p.ldc(),
          add);
    }
  }

  private void tile(
      int rows,
      int width,
      int a0,
      int kc,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int c0,
      int ldc,
      boolean add) {
    int vectors = width / Lanes.COUNT;
    if (packsA) {
      GroupTile.run(rows, vectors, scratch.values, a0, kc, b, b0, ldb, c, c0, ldc, add);
    } else {
      RowsTile.run(rows, vectors, p.a(), a0, p.lda(), kc, b, b0, ldb, c, c0, ldc, add);
    }
  }

  /** The columns of an edge that count. */
  private void store(int rows, int cols, int width, int to, boolean add) {
    float[] c = p.c();
    for (int r = 0; r < rows; r++) {
      int from = scratch.edge + r * width;
      int at = to + r * p.ldc();
      for (int i = 0; i < cols; i++) {
        c[at + i] = add ? c[at + i] + scratch.values[from + i] : scratch.values[from + i];
      }
    }
  }
}
