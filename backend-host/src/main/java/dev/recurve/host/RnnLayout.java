package dev.recurve.host;

import dev.recurve.spi.RnnCell;
import dev.recurve.spi.RnnMask;
import dev.recurve.spi.RnnSpec;

/**
 * How a recurrent layer lies in memory here. One row for each step of each sequence:
 *
 * <ul>
 *   <li>{@code [x | 1 | h]}: input, the 1 that meets the biases, and the output of the step before,
 *       both as the products see them, their masks applied;
 *   <li>gates, each padded to whole vectors: {@code i f g o} for LSTM; {@code n r z n'} for a GRU
 *       that resets after the product, so that what the input sees ({@code n r z}) and what the
 *       state sees ({@code r z n'}) are both unbroken; {@code r z n} for one that resets before;
 *   <li>for LSTM, the cell state of the step before, and tanh of the new one;
 *   <li>where h is not simply the output of the step before, that output;
 *   <li>where a step has a second product, what that one sees: {@code o∘tanh(c)} before it is
 *       projected, or {@code r∘h}.
 * </ul>
 *
 * @param spec the layer
 * @param format how the backend wants it
 * @param padded H filled up to whole vectors
 * @param gateCols columns of the gates
 * @param ldX from one row {@code [x | 1 | h]} to the next
 * @param ldGates from one row of gates to the next
 * @param cellCols columns of each of the two cell-state buffers; 0 without a cell state
 * @param outputCols columns of outputs that lie apart; 0 where they lie in {@code [x | 1 | h]}
 * @param innerCols columns of what a second product sees; 0 where there is none
 * @param isLarge whether each step would have to fetch the weights from afar
 */
public record RnnLayout(
    RnnSpec spec,
    RnnFormat format,
    int padded,
    int gateCols,
    int ldX,
    int ldGates,
    int cellCols,
    int outputCols,
    int innerCols,
    boolean isLarge) {

  /**
   * The layout of a layer.
   *
   * @param large bytes of a direction's weights beyond which a step has to fetch them from afar
   */
  public static RnnLayout of(RnnSpec spec, RnnFormat format, long large) {
    var panels = format.panels();
    int outputs = spec.outputSize();
    int padded = panels.padded(spec.hiddenSize());
    int gateCols =
        switch (spec.cell()) {
          case RnnCell.Simple _ -> panels.paddedCols(spec.hiddenSize());
          case RnnCell.Lstm _ -> 4 * padded;
          case RnnCell.Gru gru -> (gru.resetAfter() ? 4 : 3) * padded;
        };
    return new RnnLayout(
        spec,
        format,
        padded,
        gateCols,
        leading(spec.inputSize() + 1 + panels.padded(outputs)),
        leading(room(spec, panels, gateCols)),
        spec.cell().states() == 2 ? padded : 0,
        outputCols(spec, panels),
        projects(spec) || resetsBefore(spec) ? padded : 0,
        (spec.inputSize() + 1L + outputs) * gateCols * Float.BYTES > large);
  }

  /**
   * For a GRU a row has room for one more panel: what the state sees need not fill its last one.
   */
  private static int room(RnnSpec spec, Panels panels, int gateCols) {
    return spec.cell() instanceof RnnCell.Gru ? gateCols + panels.width() : gateCols;
  }

  /** A projection is written in whole panels, for which {@code [x | 1 | h]} has no room. */
  private static int outputCols(RnnSpec spec, Panels panels) {
    if (projects(spec)) {
      return panels.paddedCols(spec.outputSize());
    }
    return spec.masks().contains(RnnMask.HIDDEN) ? panels.padded(spec.outputSize()) : 0;
  }

  private static boolean projects(RnnSpec spec) {
    return spec.cell() instanceof RnnCell.Lstm lstm && lstm.projection() > 0;
  }

  private static boolean resetsBefore(RnnSpec spec) {
    return spec.cell() instanceof RnnCell.Gru gru && !gru.resetAfter();
  }

  /** I. */
  public int inputs() {
    return spec.inputSize();
  }

  /** H. */
  public int units() {
    return spec.hiddenSize();
  }

  /** P. */
  public int outputs() {
    return spec.outputSize();
  }

  /** Whether gates see the cell state. */
  public boolean hasPeepholes() {
    return spec.cell() instanceof RnnCell.Lstm lstm && lstm.peepholes();
  }

  /** Columns of the peepholes' weights, three gates padded as others are, or 0. */
  public int peepholeCols() {
    return hasPeepholes() ? 3 * padded : 0;
  }

  /** Whether the output is a projection of {@code o∘tanh(c)}. */
  public boolean projects() {
    return projects(spec);
  }

  /** Elements of a row {@code [x | 1 | h]} that count. */
  public int rowSize() {
    return inputs() + 1 + outputs();
  }

  /** Where h begins in a row. */
  public int hColumn() {
    return inputs() + 1;
  }

  /** From one output to that of the next row. */
  public int ldOutput() {
    return outputCols == 0 ? ldX : outputCols;
  }

  /** Elements for one row of everything. */
  public int perRow() {
    return ldX + ldGates + 2 * cellCols + outputCols + innerCols;
  }

  /**
   * A row length that keeps vectors aligned among each other and rows off multiples of 4096 bytes,
   * where they would all fall into the same cache sets.
   */
  public static int leading(int cols) {
    int rounded = (cols + 15) / 16 * 16;
    return rounded % 1024 == 0 ? rounded + 16 : rounded;
  }
}
