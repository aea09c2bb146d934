package dev.recurve.simd;

import dev.recurve.spi.RnnCell;
import dev.recurve.spi.RnnSpec;

/**
 * How a recurrent layer lies in memory here. One row for each step of each sequence:
 *
 * <ul>
 *   <li>{@code [x | 1 | h]}: input, the 1 that meets the biases, and the output of the step before;
 *   <li>gates, each padded to whole vectors: {@code i f g o} for LSTM, {@code n r z n'} for GRU, so
 *       that what the input sees ({@code n r z}) and what the state sees ({@code r z n'}) are both
 *       unbroken;
 *   <li>for LSTM, the cell state of the step before, and tanh of the new one.
 * </ul>
 *
 * @param inputs I
 * @param units H
 * @param padded H filled up to whole vectors
 * @param gateCols columns of the gates
 * @param ldX from one row {@code [x | 1 | h]} to the next
 * @param ldGates from one row of gates to the next
 * @param cellCols columns of each of the two cell-state buffers; 0 without a cell state
 */
record RnnLayout(
    int inputs, int units, int padded, int gateCols, int ldX, int ldGates, int cellCols) {

  static RnnLayout of(RnnSpec spec) {
    int inputs = spec.inputSize();
    int units = spec.hiddenSize();
    int padded = Lanes.padded(units);
    int gateCols = spec.cell() instanceof RnnCell.Simple ? Panels.paddedCols(units) : 4 * padded;
    return new RnnLayout(
        inputs,
        units,
        padded,
        gateCols,
        leading(inputs + 1 + padded),
        leading(room(spec, gateCols)),
        spec.cell().states() == 2 ? padded : 0);
  }

  /**
   * For a GRU a row has room for one more panel: what the state sees need not fill its last one.
   */
  private static int room(RnnSpec spec, int gateCols) {
    return spec.cell() instanceof RnnCell.Gru ? gateCols + Lanes.PANEL : gateCols;
  }

  /** Elements of a row {@code [x | 1 | h]} that count. */
  int rowSize() {
    return inputs + 1 + units;
  }

  /** Where h begins in a row. */
  int hColumn() {
    return inputs + 1;
  }

  /** Elements for one row of everything. */
  int perRow() {
    return ldX + ldGates + 2 * cellCols;
  }

  /**
   * A row length that keeps vectors aligned among each other and rows off multiples of 4096 bytes,
   * where they would all fall into the same cache sets.
   */
  static int leading(int cols) {
    int rounded = (cols + 15) / 16 * 16;
    return rounded % 1024 == 0 ? rounded + 16 : rounded;
  }
}
