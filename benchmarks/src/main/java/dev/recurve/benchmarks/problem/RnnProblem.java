package dev.recurve.benchmarks.problem;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A recurrent network over one batch of sequences.
 *
 * @param cell its cells
 * @param mode what is done with it
 * @param steps T, the longest sequence; 1 when stepping
 * @param batch B
 * @param input I, features of each step
 * @param hidden H, units of each cell
 * @param layers cells on top of each other
 * @param bidirectional whether time is read both ways
 * @param uniform whether lengths are spread over 1…T instead of all being T
 * @param seed decides weights, data and the order of the lengths
 */
public record RnnProblem(
    CellKind cell,
    Mode mode,
    int steps,
    int batch,
    int input,
    int hidden,
    int layers,
    boolean bidirectional,
    boolean uniform,
    long seed)
    implements Problem {

  /**
   * Checks sizes and combinations.
   *
   * @throws IllegalArgumentException if a size is less than 1, or stepping is to read lengths or
   *     both ways
   */
  public RnnProblem {
    require("steps", steps);
    require("batch", batch);
    require("input", input);
    require("hidden", hidden);
    require("layers", layers);
    if (mode == Mode.STEP && (steps != 1 || uniform || bidirectional)) {
      throw new IllegalArgumentException(
          "Stepping sees one step at a time: it has neither steps, lengths nor a second direction");
    }
  }

  private static void require(String what, int size) {
    if (size < 1) {
      throw new IllegalArgumentException(
          "The problem needs at least 1 for %s, received %d".formatted(what, size));
    }
  }

  /** One layer, forward, full lengths, seed 42. */
  public static RnnProblem of(
      CellKind cell, Mode mode, int steps, int batch, int input, int hidden) {
    return new RnnProblem(cell, mode, steps, batch, input, hidden, 1, false, false, 42);
  }

  /** One layer that is fed step by step, batch 1. */
  public static RnnProblem stepping(CellKind cell, int input, int hidden) {
    return of(cell, Mode.STEP, 1, 1, input, hidden);
  }

  /** The same, read both ways. */
  public RnnProblem readBothWays() {
    return new RnnProblem(cell, mode, steps, batch, input, hidden, layers, true, uniform, seed);
  }

  /** The same with lengths spread over 1…T. */
  public RnnProblem withUniformLengths() {
    return new RnnProblem(
        cell, mode, steps, batch, input, hidden, layers, bidirectional, true, seed);
  }

  /** Directions in which time is read. */
  public int directions() {
    return bidirectional ? 2 : 1;
  }

  /** Features that a layer reads. */
  public int inputOf(int layer) {
    return layer == 0 ? input : directions() * hidden;
  }

  /** Features of each step's output. */
  public int outputSize() {
    return directions() * hidden;
  }

  /**
   * Whether the gradient of the input is computed: not for single values, where none asks for it.
   */
  public boolean wantsInputGradient() {
    return input > 1;
  }

  /** The length of each sequence. */
  public int[] lengths() {
    return uniform
        ? UniformLengths.of(batch, steps, seed)
        : IntStream.generate(() -> steps).limit(batch).toArray();
  }

  /** Steps that are not padding. */
  public long rows() {
    return Arrays.stream(lengths()).asLongStream().sum();
  }

  @Override
  public double flops() {
    return Flops.of(this);
  }

  @Override
  public String describe() {
    return "%s %s%s %sB%d I%d H%d%s%s"
        .formatted(
            mode,
            bidirectional ? "bidirectional " : "",
            cell.name(),
            mode == Mode.STEP ? "" : "T%d ".formatted(steps),
            batch,
            input,
            hidden,
            layers == 1 ? "" : ", %d layers".formatted(layers),
            uniform ? ", lengths uniform in 1..%d".formatted(steps) : "");
  }
}
