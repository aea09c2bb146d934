package dev.recurve.host;

import dev.recurve.spi.Mat;
import dev.recurve.spi.RnnWeights;
import java.util.Optional;

/**
 * Carries the sums of a direction's parts to the weights' gradients outside: adds them up in the
 * parts' order and turns them, since there a row belongs to a gate's unit.
 *
 * @param values where the sums stand
 * @param sums where those of each part begin
 * @param ldSums from one row of sums to the next
 */
public record RnnWeightSums(float[] values, int[] sums, int ldSums) {
  /** Columns and rows that are turned at a time, so that whole cache lines are used. */
  private static final int TURN = 16;

  /** Adds to the gradients of some units, of all their gates. */
  public void addGates(
      RnnLayout layout, RnnKernel.GateMap map, RnnWeights gradients, int fromUnit, int toUnit) {
    float[] turned = new float[TURN * TURN];
    for (int block = 0; block < map.inputGates().length; block++) {
      int column = (map.inputFrom() + block) * layout.padded();
      int first = map.inputGates()[block] * layout.units();
      turn(0, layout.inputs(), column, gradients.weightIh(), first, fromUnit, toUnit, turned);
      addBias(layout, column, gradients.biasIh(), first, fromUnit, toUnit);
      if (!hasStateBias(map, map.inputGates()[block])) {
        addBias(layout, column, gradients.biasHh(), first, fromUnit, toUnit);
      }
    }
    for (int block = 0; block < map.stateGates().length; block++) {
      int column = (map.stateFrom() + block) * layout.padded();
      int first = map.stateGates()[block] * layout.units();
      var weightHh = gradients.weightHh();
      turn(layout.hColumn(), layout.outputs(), column, weightHh, first, fromUnit, toUnit, turned);
      addBias(layout, column, gradients.biasHh(), first, fromUnit, toUnit);
    }
  }

  /**
   * Whether the state's bias meets a gate where the state does; else it is one with the input's.
   */
  private static boolean hasStateBias(RnnKernel.GateMap map, int gate) {
    for (int stateGate : map.stateGates()) {
      if (stateGate == gate) {
        return true;
      }
    }
    return false;
  }

  /** Adds to the gradients of some rows of a matrix, whose columns are the sums' rows. */
  public void addTurned(int columns, Mat gradient, int first, int fromRow, int toRow) {
    turn(0, columns, 0, gradient, first, fromRow, toRow, new float[TURN * TURN]);
  }

  /** Adds to the gradients of some units' peepholes: one row of sums, gates padded. */
  public void addPeepholes(RnnLayout layout, Mat gradient, int fromUnit, int toUnit) {
    for (int gate = 0; gate < 3; gate++) {
      int at = HostBuffer.start(gradient) + gate * layout.units();
      for (int u = fromUnit; u < toUnit; u++) {
        HostBuffer.floats(gradient)[at + u] += total(gate * layout.padded() + u);
      }
    }
  }

  /**
   * Turns a gate's sums.
   *
   * @param fromRow the first column of {@code [x | 1 | h]}
   * @param column the gate's first column
   * @param first the gate's first row in the gradient
   * @param block scratch memory
   */
  private void turn(
      int fromRow,
      int rows,
      int column,
      Mat gradient,
      int first,
      int fromUnit,
      int toUnit,
      float[] block) {
    for (int unit = fromUnit; unit < toUnit; unit += TURN) {
      int units = Math.min(TURN, toUnit - unit);
      for (int row = 0; row < rows; row += TURN) {
        int count = Math.min(TURN, rows - row);
        for (int r = 0; r < count; r++) {
          totals((fromRow + row + r) * ldSums + column + unit, units, block, r);
        }
        int at = HostBuffer.start(gradient) + (first + unit) * gradient.ld() + row;
        for (int u = 0; u < units; u++) {
          add(block, u * TURN, count, HostBuffer.floats(gradient), at + u * gradient.ld());
        }
      }
    }
  }

  /** The totals of neighbours in a row, as a column of the block. */
  private void totals(int from, int units, float[] block, int column) {
    int first = sums[0] + from;
    if (sums.length == 2) {
      int second = sums[1] + from;
      for (int u = 0; u < units; u++) {
        block[u * TURN + column] = values[first + u] + values[second + u];
      }
      return;
    }
    for (int u = 0; u < units; u++) {
      block[u * TURN + column] = total(from + u);
    }
  }

  private static void add(float[] block, int from, int count, float[] to, int at) {
    for (int r = 0; r < count; r++) {
      to[at + r] += block[from + r];
    }
  }

  private void addBias(
      RnnLayout layout, int column, Optional<Mat> gradient, int first, int fromUnit, int toUnit) {
    if (gradient.isPresent()) {
      float[] to = HostBuffer.floats(gradient.get());
      int at = HostBuffer.start(gradient.get()) + first;
      int from = layout.inputs() * ldSums + column;
      for (int u = fromUnit; u < toUnit; u++) {
        to[at + u] += total(from + u);
      }
    }
  }

  private float total(int index) {
    float total = values[sums[0] + index];
    for (int p = 1; p < sums.length; p++) {
      total += values[sums[p] + index];
    }
    return total;
  }
}
