package dev.recurve.simd;

import dev.recurve.spi.Workers;

/**
 * What is special about a cell, for the rows of one step: the gates' product, the pointwise pass
 * after it, and the pass back. Everything else is the same for all cells, see {@link RnnForward}
 * and {@link RnnBackward}.
 */
sealed interface RnnKernel permits SimpleKernel, LstmKernel, GruKernel {

  /** Elements of a direction's packed weights, for the gates. */
  int forwardSize();

  /**
   * Packs a direction's weights: the gates' right-hand side in this cell's order of columns.
   *
   * @param to zeros
   */
  void packForward(Workers workers, RnnSource source, Stretch to);

  /** The gate block of the weights that a column of gates belongs to; columns as in the layout. */
  GateMap map();

  /** Computes the gates of a step before their nonlinearity. */
  void gates(Stretch panels, RnnMemory m, int step, int rows);

  /** From gates to the new state: overwrites the gates with what backward needs. */
  void forward(RnnMemory m, int step, int rows);

  /**
   * From the gradient of a step's new state to that of its gates, which takes the gates' place;
   * leaves in dh and dc what reaches the state before without passing the weights.
   *
   * @param dh {@code [rows][ldH]}
   * @param dc {@code [rows][cellCols]}, for cells that have one
   */
  void backward(RnnMemory m, int step, int rows, float[] d, int dh, int ldH, int dc);

  /** Whether {@link #backward} leaves something in dh that the product with the weights adds to. */
  boolean carriesOutput();

  /**
   * Which gates the input and the state see.
   *
   * @param inputGates for each block of the gates' columns that the input sees, the weights' gate
   * @param inputFrom the first such block
   * @param stateGates for each block that the state sees, the weights' gate
   * @param stateFrom the first such block
   */
  record GateMap(int[] inputGates, int inputFrom, int[] stateGates, int stateFrom) {}
}
