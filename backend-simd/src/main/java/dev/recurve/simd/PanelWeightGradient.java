package dev.recurve.simd;

import dev.recurve.host.GradientOperands;
import dev.recurve.host.RnnLayout;
import dev.recurve.host.RnnWeightGradient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The gradients of a part's weights and biases, as one product over all its rows of all steps:
 * {@code [x | 1 | h]ᵀ · gates}, or the same for a step's second product. Rows are packed step by
 * step while they are still in the caches, whichever steps they come from; when the room for them
 * is full, their product is added to the sums.
 */
final class PanelWeightGradient implements RnnWeightGradient {
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
   * In whole panels. What they cover beyond the columns that are meant is never read; but two
   * meetings of the same columns must not add to the same panel.
   */
  private static List<Meeting> meetings(GradientOperands operands) {
    var meetings = new ArrayList<Meeting>();
    for (var meant : operands.meetings()) {
      int from = meant.fromGate() / PANEL;
      for (var before : meetings) {
        boolean sharesColumns =
            before.fromColumn < meant.toColumn() && meant.fromColumn() < before.toColumn;
        if (sharesColumns && before.fromPanel <= from) {
          from = Math.max(from, before.toPanel);
        }
      }
      int to = LaneFormat.PANELS.count(meant.toGate());
      meetings.add(new Meeting(meant.fromColumn(), meant.toColumn(), from, to));
    }
    return List.copyOf(meetings);
  }

  /** Elements of scratch memory for a part with at most so many rows in all steps together. */
  static int size(GradientOperands operands, int rows) {
    int packed = groups(operands) * WIDTH + LaneFormat.PANELS.paddedCols(operands.gateCols());
    return even(Math.min(rows, chunk(operands))) * packed + sums(operands);
  }

  private static int sums(GradientOperands operands) {
    return groups(operands) * WIDTH * ldSums(operands);
  }

  /** Most rows whose product is taken at once. */
  private static int chunk(GradientOperands operands) {
    return sums(operands) > LARGE ? LARGE_CHUNK : CHUNK;
  }

  private static int groups(GradientOperands operands) {
    return (operands.rowCols() + WIDTH - 1) / WIDTH;
  }

  private static int ldSums(GradientOperands operands) {
    return RnnLayout.leading(LaneFormat.PANELS.paddedCols(operands.gateCols()));
  }

  private final PanelMath on;
  private final GradientOperands operands;
  private final List<Meeting> meetings;
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
   * @param workspace scratch memory, from {@code from} on {@link #size} elements
   */
  PanelWeightGradient(
      PanelMath on, GradientOperands operands, int rows, float[] workspace, int from) {
    this.on = on;
    this.operands = operands;
    this.meetings = meetings(operands);
    this.w = workspace;
    this.room = room(rows, chunk(operands));
    this.groups = groups(operands);
    this.panels = LaneFormat.PANELS.count(operands.gateCols());
    this.ldSums = ldSums(operands);
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

  @Override
  public void add(float[] v, int from, int ldRows, float[] gates, int g, int ldGates, int rows) {
    for (int i = 0; i < rows; i++) {
      packRow(v, from + i * ldRows);
      packGates(gates, g + i * ldGates);
      if (++filled == room) {
        multiply();
      }
    }
  }

  @Override
  public void finish() {
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
    for (Meeting meeting : meetings) {
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

  @Override
  public int sums() {
    return sums;
  }

  @Override
  public float[] values() {
    return w;
  }

  @Override
  public int ldSums() {
    return ldSums;
  }
}
