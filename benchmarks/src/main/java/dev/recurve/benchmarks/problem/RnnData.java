package dev.recurve.benchmarks.problem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The numbers of a recurrent problem: input, the weights that the loss gives the outputs, and the
 * parameters in PyTorch's layout.
 */
public final class RnnData {
  private final RnnProblem problem;
  private final List<Cell> cells;

  /**
   * The parameters of one layer and direction; rows are blocks of H, i, f, g, o for an LSTM and r,
   * z, n for a GRU.
   *
   * @param suffix its place, for example {@code _l0_reverse}
   * @param inputs features that it reads
   * @param weightIh {@code [G·H, inputs]}
   * @param weightHh {@code [G·H, H]}
   * @param biasIh {@code [G·H]}
   * @param biasHh {@code [G·H]}
   */
  public record Cell(
      String suffix,
      int inputs,
      float[] weightIh,
      float[] weightHh,
      float[] biasIh,
      float[] biasHh) {
    /** The four in PyTorch's order. */
    public List<Named> parameters(int hidden) {
      int rows = biasIh.length;
      return List.of(
          new Named("weight_ih" + suffix, List.of(rows, inputs), weightIh),
          new Named("weight_hh" + suffix, List.of(rows, hidden), weightHh),
          new Named("bias_ih" + suffix, List.of(rows), biasIh),
          new Named("bias_hh" + suffix, List.of(rows), biasHh));
    }
  }

  /**
   * A parameter.
   *
   * @param name as in PyTorch
   * @param shape its axes
   * @param values row by row
   */
  public record Named(String name, List<Integer> shape, float[] values) {
    /** The axes. */
    public int[] sizes() {
      return shape.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The axes, as native libraries take them. */
    public long[] dims() {
      return shape.stream().mapToLong(Integer::longValue).toArray();
    }
  }

  /** Draws the parameters. */
  public RnnData(RnnProblem problem) {
    this.problem = problem;
    this.cells = new ArrayList<>();
    long seed = problem.seed() + 2;
    double bound = 1 / Math.sqrt(problem.hidden());
    int rows = problem.cell().gates() * problem.hidden();
    for (int layer = 0; layer < problem.layers(); layer++) {
      for (int direction = 0; direction < problem.directions(); direction++) {
        int inputs = problem.inputOf(layer);
        cells.add(
            new Cell(
                "_l" + layer + (direction == 1 ? "_reverse" : ""),
                inputs,
                Values.uniform(seed++, rows * inputs, bound),
                Values.uniform(seed++, rows * problem.hidden(), bound),
                Values.uniform(seed++, rows, bound),
                Values.uniform(seed++, rows, bound)));
      }
    }
  }

  /** Layer by layer, forward before reverse. */
  public List<Cell> cells() {
    return List.copyOf(cells);
  }

  /** All parameters in PyTorch's order. */
  public List<Named> parameters() {
    return cells.stream().flatMap(cell -> cell.parameters(problem.hidden()).stream()).toList();
  }

  /** The input, {@code [T, B, I]}; padding holds numbers like any other. */
  public float[] input() {
    return Values.uniform(problem.seed(), problem.steps() * problem.batch() * problem.input(), 1);
  }

  /** The gradient of the loss with respect to the output, {@code [T, B, D·H]}, 0 in the padding. */
  public float[] outputGradient() {
    int width = problem.outputSize();
    float[] values =
        Values.uniform(problem.seed() + 1, problem.steps() * problem.batch() * width, 1);
    clearPadding(values);
    return values;
  }

  /** Sets all steps past the lengths of a {@code [T, B, ·]} array to 0. */
  public void clearPadding(float[] values) {
    int[] lengths = problem.lengths();
    int width = values.length / (problem.steps() * problem.batch());
    for (int b = 0; b < problem.batch(); b++) {
      for (int t = lengths[b]; t < problem.steps(); t++) {
        int from = (t * problem.batch() + b) * width;
        Arrays.fill(values, from, from + width, 0);
      }
    }
  }
}
