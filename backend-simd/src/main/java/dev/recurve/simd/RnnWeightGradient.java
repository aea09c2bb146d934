package dev.recurve.simd;

import java.util.Arrays;

/**
 * The gradients of a part's weights and biases, as one product over all its rows of all steps:
 * {@code [x | 1 | h]ᵀ · gates}. Rows are packed step by step while they are still in the caches,
 * whichever steps they come from; when the room for them is full, their product is added to the
 * sums.
 */
final class RnnWeightGradient {
  /**
   * Rows whose product is taken at once. The sums are read and written once for so many rows; a
   * panel of gates takes 200 KiB then, and stays in the second-level cache.
   */
  private static final int CHUNK = 800;

  /** Columns of {@code [x | 1 | h]} that one panel of gates meets in turn: packed, 900 KiB. */
  private static final int BLOCK = 288;

  /** Columns of {@code [x | 1 | h]} that lie packed side by side. */
  private static final int WIDTH = ColumnTile.WIDTH;

  private static final int PANEL = Lanes.PANEL;

  private final RnnLayout layout;
  private final RnnKernel kernel;
  private final float[] w;
  private final int room;
  private final int groups;
  private final int panels;
  private final int packedRows;
  private final int packedGates;
  private final int sums;
  private final int ldSums;
  private int filled;
  private boolean begun;

  /**
   * A product.
   *
   * @param rows how many rows the part has in all steps together
   * @param workspace scratch memory, from {@code from} on {@link #workspace} elements
   */
  RnnWeightGradient(RnnLayout layout, RnnKernel kernel, int rows, float[] workspace, int from) {
    this.layout = layout;
    this.kernel = kernel;
    this.w = workspace;
    this.room = room(rows);
    this.groups = groups(layout);
    this.panels = Panels.count(layout.gateCols());
    this.ldSums = ldSums(layout);
    this.packedRows = from;
    this.packedGates = packedRows + room * groups * WIDTH;
    this.sums = packedGates + room * panels * PANEL;
  }

  /** As few chunks as can be, all of like size. */
  private static int room(int rows) {
    int chunks = Math.max(1, (rows + CHUNK - 1) / CHUNK);
    return (rows + chunks - 1) / chunks;
  }

  private static int groups(RnnLayout layout) {
    return (layout.rowSize() + WIDTH - 1) / WIDTH;
  }

  /** Elements of scratch memory for a part with at most so many rows in all steps together. */
  static int workspace(RnnLayout layout, int rows) {
    int packed = groups(layout) * WIDTH + Panels.paddedCols(layout.gateCols());
    return Math.min(rows, CHUNK) * packed + groups(layout) * WIDTH * ldSums(layout);
  }

  /** Adds a step, whose gates are gradients by now. */
  void add(RnnMemory m, int step, int rows) {
    for (int i = 0; i < rows; i++) {
      packRow(m.values, m.x(step) + i * layout.ldX());
      packGates(m.values, m.gates(step) + i * layout.ldGates());
      if (++filled == room) {
        multiply();
      }
    }
  }

  /** Brings the sums up to date, after the last step. */
  void finish() {
    if (filled > 0 || !begun) {
      multiply();
    }
  }

  /** A row's columns side by side, {@code [group][row][WIDTH]}. */
  private void packRow(float[] v, int from) {
    for (int group = 0; group < groups; group++) {
      int width = Math.min(WIDTH, layout.ldX() - group * WIDTH);
      System.arraycopy(
          v, from + group * WIDTH, w, packedRows + (group * room + filled) * WIDTH, width);
    }
  }

  /** A row's gates, {@code [panel][row][PANEL]}. */
  private void packGates(float[] v, int from) {
    for (int panel = 0; panel < panels; panel++) {
      int width = Math.min(PANEL, layout.gateCols() - panel * PANEL);
      int to = packedGates + (panel * room + filled) * PANEL;
      System.arraycopy(v, from + panel * PANEL, w, to, width);
      Arrays.fill(w, to + width, to + PANEL, 0);
    }
  }

  private void multiply() {
    var map = kernel.map();
    int hColumn = layout.hColumn();
    int inputEnd = Panels.count((map.inputFrom() + map.inputGates().length) * layout.padded());
    int stateFrom = map.stateFrom() * layout.padded() / PANEL;
    if (Arrays.equals(map.inputGates(), map.stateGates())) {
      multiply(0, layout.rowSize(), 0, panels);
    } else {
      // The input and the 1 meet what the input sees, the state what the state sees; and the 1
      // meets also what only the state sees, for the recurrent bias there. What whole panels cover
      // beyond that is never read.
      multiply(0, hColumn, 0, inputEnd);
      multiply(layout.inputs(), hColumn, inputEnd, panels);
      multiply(hColumn, layout.rowSize(), stateFrom, panels);
    }
    filled = 0;
    begun = true;
  }

  /** The product of some columns of the rows with some panels of the gates. */
  private void multiply(int fromColumn, int toColumn, int fromPanel, int toPanel) {
    for (int from = fromColumn; from < toColumn; from = nextBlock(from)) {
      int to = Math.min(toColumn, nextBlock(from));
      for (int panel = fromPanel; panel < toPanel; panel++) {
        multiply(from, to, panel);
      }
    }
  }

  private static int nextBlock(int column) {
    return (column / BLOCK + 1) * BLOCK;
  }

  private void multiply(int from, int to, int panel) {
    for (int column = from; column < to; ) {
      int inGroup = column % WIDTH;
      int tile = Math.min(Lanes.TILE_ROWS, Math.min(WIDTH - inGroup, to - column));
      ColumnTile.run(
          tile,
          w,
          packedRows + column / WIDTH * room * WIDTH + inGroup,
          filled,
          w,
          packedGates + panel * room * PANEL,
          w,
          sums + column * ldSums + panel * PANEL,
          ldSums,
          begun);
      column += tile;
    }
  }

  // ------------------------------------------------------------------ result

  /** Where the sums begin; a row for each column of {@code [x | 1 | h]}. */
  int sums() {
    return sums;
  }

  /** From one row of sums to the next. */
  static int ldSums(RnnLayout layout) {
    return RnnLayout.leading(Panels.paddedCols(layout.gateCols()));
  }
}
