package dev.recurve.data;

import dev.recurve.DataException;
import dev.recurve.Sequence;
import dev.recurve.Tensor;
import java.util.List;

/**
 * Data sets of feature sequences of varying lengths. A batch is padded to the longest of its own
 * sequences.
 */
public final class SequenceBatches {
  private SequenceBatches() {}

  /**
   * One vector to predict for each sequence: targets of {@code [B, n]}.
   *
   * @param inputs one entry an example, {@code [steps][features]}, at least one step
   * @param targets one row an example
   * @throws DataException if sizes do not fit, or a value is not finite, naming the place
   */
  public static ExampleBatches<Sequence, Tensor> values(List<float[][]> inputs, float[][] targets) {
    return ExampleBatches.of(FloatSequences.of("input", inputs), FloatRows.of("target", targets));
  }

  /**
   * One class for each sequence: targets are I32 {@code [B]}.
   *
   * @param inputs one entry an example, {@code [steps][features]}, at least one step
   * @param labels one an example, 0…classes-1
   * @throws DataException if sizes do not fit, a value is not finite, or a label is out of range,
   *     naming the place
   */
  public static ExampleBatches<Sequence, Tensor> classes(
      List<float[][]> inputs, int[] labels, int classes) {
    return ExampleBatches.of(FloatSequences.of("input", inputs), ClassLabels.of(labels, classes));
  }

  /**
   * One vector to predict at each step.
   *
   * @param inputs one entry an example, {@code [steps][features]}, at least one step
   * @param targets one entry an example, {@code [steps][n]}, as many steps as its input
   * @throws DataException if sizes do not fit, or a value is not finite, naming the place
   */
  public static ExampleBatches<Sequence, Sequence> perStep(
      List<float[][]> inputs, List<float[][]> targets) {
    var input = FloatSequences.of("input", inputs);
    var target = FloatSequences.of("target", targets);
    var batches = ExampleBatches.of(input, target);
    Checks.requireSameSteps(batches.examples(), input::steps, target::steps);
    return batches;
  }
}
