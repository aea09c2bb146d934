package dev.recurve.host;

/**
 * Where a part's rows lie. Block s belongs to step s: its gates, its {@code [x | 1 | h]} with the
 * output of the step before, its output and cell state of the step before. In training all blocks
 * are kept; in inference a few take turns.
 */
public final class RnnMemory {
  /** No block is used twice. */
  public static final int ALL = 0;

  public final float[] values;
  private final RnnLayout layout;
  private final RnnPart part;
  private final int turns;
  private final int x;
  private final int gates;
  private final int cells;
  private final int tanh;
  private final int outputs;
  private final int inner;

  /**
   * Memory for a part.
   *
   * @param from its first element
   * @param turns how many blocks take turns, at least 2, or {@link #ALL}
   */
  public RnnMemory(float[] values, int from, RnnLayout layout, RnnPart part, int turns) {
    this.values = values;
    this.layout = layout;
    this.part = part;
    this.turns = turns;
    int rows = rows(part, turns);
    this.x = from;
    this.gates = x + rows * layout.ldX();
    this.cells = gates + rows * layout.ldGates();
    this.tanh = cells + rows * layout.cellCols();
    this.outputs = tanh + rows * layout.cellCols();
    this.inner = outputs + rows * layout.outputCols();
  }

  private static int rows(RnnPart part, int turns) {
    return turns == ALL ? part.rows() : turns * part.size();
  }

  private int row(int block) {
    return turns == ALL ? part.start(block) : block % turns * part.size();
  }

  /** Elements that a part needs. */
  public static int size(RnnLayout layout, RnnPart part, int turns) {
    return rows(part, turns) * layout.perRow();
  }

  /** The first row {@code [x | 1 | h]} of a block. */
  public int x(int block) {
    return x + row(block) * layout.ldX();
  }

  /** The first h of a block: the outputs of the step before as the products see them. */
  public int h(int block) {
    return x(block) + layout.hColumn();
  }

  /** The first output of the step before a block's. */
  public int output(int block) {
    return layout.outputCols() == 0 ? h(block) : outputs + row(block) * layout.outputCols();
  }

  /** The first of what the second product of a block's step sees. */
  public int inner(int block) {
    return inner + row(block) * layout.innerCols();
  }

  public int gates(int block) {
    return gates + row(block) * layout.ldGates();
  }

  /** The first cell state of a block: those of the step before. */
  public int cell(int block) {
    return cells + row(block) * layout.cellCols();
  }

  /** The first tanh of a block's new cell states. */
  public int tanh(int block) {
    return tanh + row(block) * layout.cellCols();
  }
}
