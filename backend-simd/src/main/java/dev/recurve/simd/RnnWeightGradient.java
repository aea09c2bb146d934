package dev.recurve.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The gradients of a part's weights and biases, as one product over all its rows of all steps:
 * {@code [x | 1 | h]ᵀ · gates}. Rows are packed step by step while they are still in the caches,
 * whichever steps they come from; when the room for them is full, their product is added to the
 * sums.
 */
final class RnnWeightGradient {
  /**
   * Rows whose product is taken at once. The sums are read and written once for so many rows, and a
   * panel of gates, 40 KiB, stays in the first-level cache while all columns of {@code [x | 1 | h]}
   * meet it. (Measured: 160 rows 207 GFLOP/s, 200 rows 204, 400 rows 184, 800 rows 175.)
   */
  private static final int CHUNK = 320;

  /** Columns of {@code [x | 1 | h]} that lie packed side by side. */
  private static final int WIDTH = ColumnTile.WIDTH;

  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = SPECIES.length();
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
    return even((rows + chunks - 1) / chunks);
  }

  /** So that packed panels begin on a cache line. */
  private static int even(int rows) {
    return rows + rows % 2;
  }

  private static int groups(RnnLayout layout) {
    return (layout.rowSize() + WIDTH - 1) / WIDTH;
  }

  /** Elements of scratch memory for a part with at most so many rows in all steps together. */
  static int workspace(RnnLayout layout, int rows) {
    int packed = groups(layout) * WIDTH + Panels.paddedCols(layout.gateCols());
    return even(Math.min(rows, CHUNK)) * packed + groups(layout) * WIDTH * ldSums(layout);
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
    int whole = layout.ldX() / WIDTH;
    int to = packedRows + filled * WIDTH;
    spread(v, from, WIDTH, whole, w, to, room * WIDTH);
    int rest = layout.ldX() - whole * WIDTH;
    if (rest > 0 && whole < groups) {
      System.arraycopy(v, from + whole * WIDTH, w, to + whole * room * WIDTH, rest);
    }
  }

  /** A row's gates, {@code [panel][row][PANEL]}. */
  private void packGates(float[] v, int from) {
    int whole = layout.gateCols() / PANEL;
    int to = packedGates + filled * PANEL;
    spread(v, from, PANEL, whole, w, to, room * PANEL);
    int rest = layout.gateCols() - whole * PANEL;
    if (rest > 0) {
      int last = to + whole * room * PANEL;
      System.arraycopy(v, from + whole * PANEL, w, last, rest);
      Arrays.fill(w, last + rest, last + PANEL, 0);
    }
  }

  /** Pieces of so many elements, one behind the other, to places {@code step} apart. */
  private static void spread(
      float[] from, int f, int size, int count, float[] to, int t, int step) {
    for (int piece = 0; piece < count; piece++) {
      int at = f + piece * size;
      int place = t + piece * step;
      for (int i = 0; i < size; i += LANES) {
        FloatVector.fromArray(SPECIES, from, at + i).intoArray(to, place + i);
      }
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
    for (int panel = fromPanel; panel < toPanel; panel++) {
      multiply(fromColumn, toColumn, panel);
    }
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
