package dev.recurve.data;

import dev.recurve.DataException;
import dev.recurve.Tensor;
import dev.recurve.Tokens;
import java.util.List;

/**
 * Data sets of token sequences of varying lengths. A batch is padded to the longest of its own
 * sequences.
 */
public final class TokenBatches {
  private TokenBatches() {}

  /**
   * One class for each sequence: targets are I32 {@code [B]}.
   *
   * @param inputs token ids, 0…vocabulary-1, at least one an example
   * @param labels one an example, 0…classes-1
   * @throws DataException if sizes do not fit, or an id or label is out of range, naming the place
   */
  public static ExampleBatches<Tokens, Tensor> classes(
      List<int[]> inputs, int vocabulary, int[] labels, int classes) {
    return ExampleBatches.of(
        TokenSequences.of("input", inputs, vocabulary), ClassLabels.of(labels, classes));
  }

  /**
   * One token or tag to predict at each step.
   *
   * @param inputs token ids, 0…vocabulary-1, at least one an example
   * @param targets as many ids an example as its input, 0…tags-1
   * @throws DataException if sizes do not fit, or an id is out of range, naming the place
   */
  public static ExampleBatches<Tokens, Tokens> perStep(
      List<int[]> inputs, int vocabulary, List<int[]> targets, int tags) {
    var input = TokenSequences.of("input", inputs, vocabulary);
    var target = TokenSequences.of("target", targets, tags);
    var batches = ExampleBatches.of(input, target);
    Checks.requireSameSteps(batches.examples(), input::steps, target::steps);
    return batches;
  }
}
