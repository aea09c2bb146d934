package dev.recurve.data;

import java.util.Arrays;

/**
 * A sequence of feature vectors and what is to be told of it, as plain numbers.
 *
 * @param steps {@code [steps][features]}
 * @param targets one row for the whole sequence, or one for each step
 */
public record SequenceExample(float[][] steps, float[][] targets) {
  /** Copies the arrays. */
  public SequenceExample {
    steps = copy(steps);
    targets = copy(targets);
  }

  /**
   * With one target for the whole sequence.
   *
   * @param target the values, or the class as a single number
   */
  public static SequenceExample of(float[][] steps, float... target) {
    return new SequenceExample(steps, new float[][] {target});
  }

  private static float[][] copy(float[][] rows) {
    return Arrays.stream(rows).map(float[]::clone).toArray(float[][]::new);
  }
}
