package dev.recurve.simd;

import dev.recurve.spi.Mat;
import dev.recurve.spi.RnnWeights;
import java.util.Arrays;

/**
 * The gradients of a part's weights and biases, as one product over all its rows of all steps:
 * {@code [x | 1 | h]ᵀ · gates}. Rows are packed in chunks that stay in the first-level cache,
 * whichever steps they come from.
 */
final class RnnWeightGradient {
  /** Rows in a chunk: a panel of gates takes 24 KiB then, and stays in the first-level cache. */
  private static final int CHUNK = 24 * 1024 / Float.BYTES / Lanes.PANEL;

  private static final int WIDTH = ColumnTile.WIDTH;

  private final RnnLayout layout;
  private final RnnKernel kernel;
  private final float[] w;
  private final int packedRows;
  private final int packedGates;
  private final int sums;
  private final int ldSums;

  /**
   * A product.
   *
   * @param workspace scratch memory, from {@code from} on {@link #workspace} elements
   */
  RnnWeightGradient(RnnLayout layout, RnnKernel kernel, float[] workspace, int from) {
    this.layout = layout;
    this.kernel = kernel;
    this.w = workspace;
    this.ldSums = ldSums(layout);
    this.packedRows = from;
    this.packedGates = packedRows + CHUNK * groups(layout) * WIDTH;
    this.sums = packedGates + CHUNK * Lanes.PANEL;
  }

  private static int groups(RnnLayout layout) {
    return (layout.rowSize() + WIDTH - 1) / WIDTH;
  }

  /** Room for the gates' columns wherever a panel begins. */
  private static int ldSums(RnnLayout layout) {
    return RnnLayout.leading(layout.gateCols() + Lanes.PANEL);
  }

  /** Elements of scratch memory for one part. */
  static int workspace(RnnLayout layout) {
    return CHUNK * groups(layout) * WIDTH
        + CHUNK * Lanes.PANEL
        + groups(layout) * WIDTH * ldSums(layout);
  }

  /** Sums over a part's rows. */
  void sum(RnnPart part, RnnMemory m) {
    Arrays.fill(w, sums, sums + groups(layout) * WIDTH * ldSums, 0);
    int[] rows = new int[CHUNK];
    int[] gates = new int[CHUNK];
    int filled = 0;
    for (int s = 0; s < part.steps(); s++) {
      for (int i = 0; i < part.active()[s]; i++) {
        rows[filled] = m.x(s) + i * layout.ldX();
        gates[filled] = m.gates(s) + i * layout.ldGates();
        if (++filled == CHUNK) {
          addChunk(m.values, rows, gates, filled);
          filled = 0;
        }
      }
    }
    if (filled > 0) {
      addChunk(m.values, rows, gates, filled);
    }
  }

  private void addChunk(float[] v, int[] rows, int[] gates, int count) {
    packRows(v, rows, count);
    var map = kernel.map();
    int padded = layout.padded();
    if (Arrays.equals(map.inputGates(), map.stateGates())) {
      multiply(v, gates, count, 0, layout.rowSize(), 0, layout.gateCols());
      return;
    }
    // The input and the 1 meet what the input sees, the state what the state sees; and the 1 meets
    // also what only the state sees, for the recurrent bias there.
    int inputEnd = map.inputGates().length * padded;
    multiply(v, gates, count, 0, layout.hColumn(), 0, inputEnd);
    multiply(v, gates, count, layout.inputs(), 1, inputEnd, layout.gateCols() - inputEnd);
    multiply(
        v,
        gates,
        count,
        layout.hColumn(),
        layout.units(),
        map.stateFrom() * padded,
        map.stateGates().length * padded);
  }

  /** Columns of the rows side by side, {@code [group][row][WIDTH]}. */
  private void packRows(float[] v, int[] rows, int count) {
    for (int group = 0; group < groups(layout); group++) {
      int width = Math.min(WIDTH, layout.ldX() - group * WIDTH);
      int to = packedRows + group * CHUNK * WIDTH;
      for (int r = 0; r < count; r++) {
        System.arraycopy(v, rows[r] + group * WIDTH, w, to + r * WIDTH, width);
      }
    }
  }

  /** Adds the product of some columns of the rows with some columns of the gates. */
  private void multiply(
      float[] v, int[] gates, int count, int fromRow, int rowCount, int fromGate, int gateCount) {
    for (int n = 0; n < gateCount; n += Lanes.PANEL) {
      int column = fromGate + n;
      int width = Math.min(Lanes.PANEL, gateCount - n);
      for (int r = 0; r < count; r++) {
        int to = packedGates + r * Lanes.PANEL;
        System.arraycopy(v, gates[r] + column, w, to, width);
        Arrays.fill(w, to + width, to + Lanes.PANEL, 0);
      }
      for (int k = fromRow; k < fromRow + rowCount; ) {
        int group = k / WIDTH;
        int inGroup = k % WIDTH;
        int tile = Math.min(Lanes.TILE_ROWS, Math.min(WIDTH - inGroup, fromRow + rowCount - k));
        ColumnTile.run(
            tile,
            w,
            packedRows + group * CHUNK * WIDTH + inGroup,
            count,
            w,
            packedGates,
            w,
            sums + k * ldSums + column,
            ldSums,
            true);
        k += tile;
      }
    }
  }

  // ------------------------------------------------------------------ result

  /** Adds another part's sums to these. */
  void add(RnnWeightGradient other) {
    int count = layout.rowSize() * ldSums;
    for (int j = 0; j < count; j++) {
      w[sums + j] += other.w[other.sums + j];
    }
  }

  /** Adds the sums to the gradients, in the order of the weights outside. */
  void writeTo(RnnWeights gradients) {
    var map = kernel.map();
    for (int block = 0; block < map.inputGates().length; block++) {
      int gate = map.inputGates()[block];
      int column = (map.inputFrom() + block) * layout.padded();
      addTransposed(0, layout.inputs(), column, gradients.weightIh(), gate);
      gradients.biasIh().ifPresent(bias -> addBias(layout.inputs(), column, bias, gate));
    }
    for (int block = 0; block < map.stateGates().length; block++) {
      int gate = map.stateGates()[block];
      int column = (map.stateFrom() + block) * layout.padded();
      addTransposed(layout.hColumn(), layout.units(), column, gradients.weightHh(), gate);
      gradients.biasHh().ifPresent(bias -> addBias(layout.inputs(), column, bias, gate));
    }
  }

  private void addTransposed(int fromRow, int rows, int column, Mat gradient, int gate) {
    float[] to = SimdBuffer.floats(gradient);
    for (int u = 0; u < layout.units(); u++) {
      int start = SimdBuffer.start(gradient) + (gate * layout.units() + u) * gradient.ld();
      int from = sums + fromRow * ldSums + column + u;
      for (int r = 0; r < rows; r++) {
        to[start + r] += w[from + r * ldSums];
      }
    }
  }

  private void addBias(int row, int column, Mat gradient, int gate) {
    float[] to = SimdBuffer.floats(gradient);
    int start = SimdBuffer.start(gradient) + gate * layout.units();
    for (int u = 0; u < layout.units(); u++) {
      to[start + u] += w[sums + row * ldSums + column + u];
    }
  }
}
