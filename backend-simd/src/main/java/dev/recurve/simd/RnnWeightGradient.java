package dev.recurve.simd;

import java.util.Arrays;
import java.util.List;

/**
 * The gradients of a part's weights and biases, as one product over all its rows of all steps:
 * {@code [x | 1 | h]ᵀ · gates}, or the same for a step's second product. Rows are packed step by
 * step while they are still in the caches, whichever steps they come from; when the room for them
 * is full, their product is added to the sums.
 */
final class RnnWeightGradient {
  /**
   * Rows whose product is taken at once. The sums are read and written once for so many rows, and a
   * panel of gates, 40 KiB, stays in the first-level cache while all columns of {@code [x | 1 | h]}
   * meet it. (Measured: 160 rows 207 GFLOP/s, 200 rows 204, 400 rows 184, 800 rows 175.)
   */
  private static final int CHUNK = 320;

  /** The same where the sums are so large that they come from afar. */
  private static final int LARGE_CHUNK = 800;

  /** Elements of sums beyond which they do. */
  private static final int LARGE = 1 << 19;

  /** Columns of {@code [x | 1 | h]} that lie packed side by side. */
  private static final int WIDTH = ColumnTile.WIDTH;

  private static final int PANEL = Lanes.PANEL;

  /** Some columns of the rows that meet some panels of the gates. */
  private record Meeting(int fromColumn, int toColumn, int fromPanel, int toPanel) {}

  /**
   * The two sides of a product.
   *
   * @param rowCols columns of the rows that count
   * @param ldRows from one row to the next
   * @param gateCols columns of the gates
   * @param meetings what of each is multiplied
   */
  record Operands(int rowCols, int ldRows, int gateCols, List<Meeting> meetings) {

    /** The gates' gradients and {@code [x | 1 | h]}. */
    static Operands ofGates(RnnLayout layout, RnnKernel.GateMap map) {
      int hColumn = layout.hColumn();
      int size = layout.rowSize();
      int panels = Panels.count(layout.gateCols());
      int inputEnd = Panels.count((map.inputFrom() + map.inputGates().length) * layout.padded());
      int stateFrom = map.stateFrom() * layout.padded() / PANEL;
      int stateEnd = Panels.count((map.stateFrom() + map.stateGates().length) * layout.padded());
      // The input and the 1 meet what the input sees, the state what the state sees; and the 1
      // meets also what only the state sees, for the recurrent bias there. What whole panels cover
      // beyond that is never read.
      var meetings =
          Arrays.equals(map.inputGates(), map.stateGates())
              ? List.of(new Meeting(0, size, 0, panels))
              : List.of(
                  new Meeting(0, hColumn, 0, inputEnd),
                  new Meeting(layout.inputs(), hColumn, inputEnd, panels),
                  new Meeting(hColumn, size, stateFrom, stateEnd));
      return new Operands(size, layout.ldX(), layout.gateCols(), meetings);
    }

    /** The gradients of a second product's results, and what that product saw. */
    static Operands ofInner(RnnLayout layout) {
      int results = layout.projects() ? layout.outputs() : layout.units();
      var all = new Meeting(0, layout.units(), 0, Panels.count(results));
      return new Operands(layout.units(), layout.innerCols(), results, List.of(all));
    }

    /** Elements of scratch memory for a part with at most so many rows in all steps together. */
    int workspace(int rows) {
      int packed = groups() * WIDTH + Panels.paddedCols(gateCols);
      return even(Math.min(rows, chunk())) * packed + sums();
    }

    private int sums() {
      return groups() * WIDTH * ldSums();
    }

    /** Most rows whose product is taken at once. */
    private int chunk() {
      return sums() > LARGE ? LARGE_CHUNK : CHUNK;
    }

    private int groups() {
      return (rowCols + WIDTH - 1) / WIDTH;
    }

    /** From one row of sums to the next. */
    int ldSums() {
      return RnnLayout.leading(Panels.paddedCols(gateCols));
    }
  }

  private final RnnMath on;
  private final Operands operands;
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
   * @param workspace scratch memory, from {@code from} on {@link Operands#workspace} elements
   */
  RnnWeightGradient(RnnMath on, Operands operands, int rows, float[] workspace, int from) {
    this.on = on;
    this.operands = operands;
    this.w = workspace;
    this.room = room(rows, operands.chunk());
    this.groups = operands.groups();
    this.panels = Panels.count(operands.gateCols());
    this.ldSums = operands.ldSums();
    this.packedRows = from;
    this.packedGates = packedRows + room * groups * WIDTH;
    this.sums = packedGates + room * panels * PANEL;
  }

  /** As few chunks as can be, all of like size. */
  private static int room(int rows, int most) {
    int chunks = Math.max(1, (rows + most - 1) / most);
    return even((rows + chunks - 1) / chunks);
  }

  /** So that packed panels begin on a cache line. */
  private static int even(int rows) {
    return rows + rows % 2;
  }

  /**
   * Adds some rows.
   *
   * @param v where the rows lie, from {@code from} on
   * @param gates where the gates' gradients lie, from {@code g} on
   */
  void add(float[] v, int from, int ldRows, float[] gates, int g, int ldGates, int rows) {
    for (int i = 0; i < rows; i++) {
      packRow(v, from + i * ldRows);
      packGates(gates, g + i * ldGates);
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
    int whole = operands.ldRows() / WIDTH;
    int to = packedRows + filled * WIDTH;
    on.spread(v, from, WIDTH, whole, w, to, room * WIDTH);
    int rest = operands.ldRows() - whole * WIDTH;
    if (rest > 0 && whole < groups) {
      System.arraycopy(v, from + whole * WIDTH, w, to + whole * room * WIDTH, rest);
    }
  }

  /** A row's gates, {@code [panel][row][PANEL]}. */
  private void packGates(float[] v, int from) {
    int whole = operands.gateCols() / PANEL;
    int to = packedGates + filled * PANEL;
    on.spread(v, from, PANEL, whole, w, to, room * PANEL);
    int rest = operands.gateCols() - whole * PANEL;
    if (rest > 0) {
      int last = to + whole * room * PANEL;
      System.arraycopy(v, from + whole * PANEL, w, last, rest);
      Arrays.fill(w, last + rest, last + PANEL, 0);
    }
  }

  private void multiply() {
    for (Meeting meeting : operands.meetings()) {
      for (int panel = meeting.fromPanel(); panel < meeting.toPanel(); panel++) {
        multiply(meeting.fromColumn(), meeting.toColumn(), panel);
      }
    }
    filled = 0;
    begun = true;
  }

  private void multiply(int from, int to, int panel) {
    for (int column = from; column < to; ) {
      int inGroup = column % WIDTH;
      int tile = Math.min(Lanes.TILE_ROWS, Math.min(WIDTH - inGroup, to - column));
      on.multiplyColumns(
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

  /** Where the sums begin; a row for each column of the rows. */
  int sums() {
    return sums;
  }

  /** The array that they stand in. */
  float[] values() {
    return w;
  }

  /** From one row of sums to the next. */
  int ldSums() {
    return ldSums;
  }
}
