package dev.recurve.simd;

/**
 * Where a part's rows lie. Block s belongs to step s: its gates, its {@code [x | 1 | h]} with the
 * output of the step before, its cell state of the step before. In training all blocks are kept; in
 * inference a few take turns.
 */
final class RnnMemory {
  /** No block is used twice. */
  static final int ALL = 0;

  final float[] values;
  private final RnnLayout layout;
  private final int[] firstRow;
  private final int x;
  private final int gates;
  private final int cells;
  private final int tanh;

  /**
   * Memory for a part.
   *
   * @param from its first element
   * @param turns how many blocks take turns, at least 2, or {@link #ALL}
   */
  RnnMemory(float[] values, int from, RnnLayout layout, RnnPart part, int turns) {
    this.values = values;
    this.layout = layout;
    this.firstRow = new int[part.steps() + 1];
    int row = 0;
    for (int s = 0; s <= part.steps(); s++) {
      firstRow[s] = turns == ALL ? row : s % turns * part.size();
      row += s == 0 ? part.size() : part.active()[s - 1];
    }
    int rows = rows(part, turns);
    this.x = from;
    this.gates = x + rows * layout.ldX();
    this.cells = gates + rows * layout.ldGates();
    this.tanh = cells + rows * layout.cellCols();
  }

  private static int rows(RnnPart part, int turns) {
    return turns == ALL ? part.rows() : turns * part.size();
  }

  /** Elements that a part needs. */
  static int size(RnnLayout layout, RnnPart part, int turns) {
    return rows(part, turns) * layout.perRow();
  }

  /** The first row {@code [x | 1 | h]} of a block. */
  int x(int block) {
    return x + firstRow[block] * layout.ldX();
  }

  /** The first h of a block: the outputs of the step before. */
  int h(int block) {
    return x(block) + layout.hColumn();
  }

  int gates(int block) {
    return gates + firstRow[block] * layout.ldGates();
  }

  /** The first cell state of a block: those of the step before. */
  int cell(int block) {
    return cells + firstRow[block] * layout.cellCols();
  }

  /** The first tanh of a block's new cell states. */
  int tanh(int block) {
    return tanh + firstRow[block] * layout.cellCols();
  }
}
