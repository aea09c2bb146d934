package dev.recurve.simd;

import dev.recurve.spi.Mat;
import dev.recurve.spi.RnnWeights;

/**
 * Carries the sums of a direction's parts to the weights' gradients outside: adds them up in the
 * parts' order and turns them, since there a row belongs to a gate's unit.
 *
 * @param values where the sums stand
 * @param sums where those of each part begin
 */
record RnnWeightSums(RnnLayout layout, RnnKernel.GateMap map, float[] values, int[] sums) {
  /** Columns and rows that are turned at a time, so that whole cache lines are used. */
  private static final int TURN = 16;

  /** Adds to the gradients of some units, of all their gates. */
  void addTo(RnnWeights gradients, int fromUnit, int toUnit) {
    for (int block = 0; block < map.inputGates().length; block++) {
      int column = (map.inputFrom() + block) * layout.padded();
      int first = map.inputGates()[block] * layout.units();
      turn(0, layout.inputs(), column, gradients.weightIh(), first, fromUnit, toUnit);
      if (gradients.biasIh().isPresent()) {
        addBias(column, gradients.biasIh().get(), first, fromUnit, toUnit);
      }
    }
    for (int block = 0; block < map.stateGates().length; block++) {
      int column = (map.stateFrom() + block) * layout.padded();
      int first = map.stateGates()[block] * layout.units();
      var weightHh = gradients.weightHh();
      turn(layout.hColumn(), layout.units(), column, weightHh, first, fromUnit, toUnit);
      if (gradients.biasHh().isPresent()) {
        addBias(column, gradients.biasHh().get(), first, fromUnit, toUnit);
      }
    }
  }

  /**
   * Turns a gate's sums.
   *
   * @param fromRow the first column of {@code [x | 1 | h]}
   * @param column the gate's first column
   * @param first the gate's first row in the gradient
   */
  private void turn(
      int fromRow, int rows, int column, Mat gradient, int first, int fromUnit, int toUnit) {
    float[] block = new float[TURN * TURN];
    for (int unit = fromUnit; unit < toUnit; unit += TURN) {
      int units = Math.min(TURN, toUnit - unit);
      for (int row = 0; row < rows; row += TURN) {
        int count = Math.min(TURN, rows - row);
        for (int r = 0; r < count; r++) {
          totals((fromRow + row + r) * ldSums() + column + unit, units, block, r);
        }
        int at = SimdBuffer.start(gradient) + (first + unit) * gradient.ld() + row;
        for (int u = 0; u < units; u++) {
          add(block, u * TURN, count, SimdBuffer.floats(gradient), at + u * gradient.ld());
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

  private void addBias(int column, Mat gradient, int first, int fromUnit, int toUnit) {
    float[] to = SimdBuffer.floats(gradient);
    int at = SimdBuffer.start(gradient) + first;
    int from = layout.inputs() * ldSums() + column;
    for (int u = fromUnit; u < toUnit; u++) {
      to[at + u] += total(from + u);
    }
  }

  private float total(int index) {
    float total = values[sums[0] + index];
    for (int p = 1; p < sums.length; p++) {
      total += values[sums[p] + index];
    }
    return total;
  }

  private int ldSums() {
    return RnnWeightGradient.ldSums(layout);
  }
}
