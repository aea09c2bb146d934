package dev.recurve.data;

import dev.recurve.Sequence;
import dev.recurve.Tensor;
import dev.recurve.Tokens;
import dev.recurve.spi.CounterRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * Made-up tasks that show how long a recurrent model remembers: what is to be told lies a known
 * number of steps back, and what can be told without memory is known too.
 */
public final class SyntheticTasks {
  private SyntheticTasks() {}

  /**
   * The adding problem (Hochreiter and Schmidhuber 1997). Each step has a number of 0…1 and a mark;
   * two steps are marked, one in the first half and one in the second, and the sum of their numbers
   * is to be told after the last step. Always telling 1, the mean, has a mean squared error of 1/6.
   *
   * @param steps of each sequence, at least 2
   * @param examples how many sequences, at least 1
   * @param seed decides numbers and marks
   */
  public static ExampleBatches<Sequence, Tensor> adding(int steps, int examples, long seed) {
    require("A sequence of the adding problem has", 2, "steps", steps);
    require("There is", 1, "example", examples);
    List<float[][]> inputs = new ArrayList<>();
    float[][] targets = new float[examples][1];
    for (int i = 0; i < examples; i++) {
      long key = CounterRandom.derive(seed, i);
      float[][] sequence = new float[steps][2];
      for (int t = 0; t < steps; t++) {
        sequence[t][0] = CounterRandom.uniform(key, t);
      }
      int half = steps / 2;
      int first = below(half, key, steps);
      int second = half + below(steps - half, key, steps + 1);
      sequence[first][1] = 1;
      sequence[second][1] = 1;
      targets[i][0] = sequence[first][0] + sequence[second][0];
      inputs.add(sequence);
    }
    return SequenceBatches.values(inputs, targets);
  }

  /**
   * The copying problem (Hochreiter and Schmidhuber 1997, in the form of Arjovsky et al. 2016).
   * Some symbols are shown, then blanks, then a sign upon which the symbols are to be told again in
   * their order; until then, blanks are to be told. Ids: 0 is blank, 1…symbols are the symbols, and
   * {@code symbols + 1} is the sign. Who remembers nothing can do no better than a cross-entropy of
   * {@code length·ln(symbols) / (delay + 2·length)} a step.
   *
   * @param symbols how many different ones there are, at least 2
   * @param length how many are to be remembered, at least 1
   * @param delay steps from the last symbol shown to the sign, at least 1
   * @param examples how many sequences, at least 1
   * @param seed decides the symbols
   * @return sequences of {@code delay + 2·length} steps, with {@code symbols + 2} ids in the input
   *     and {@code symbols + 1} in the target
   */
  public static ExampleBatches<Tokens, Tokens> copying(
      int symbols, int length, int delay, int examples, long seed) {
    require("The copying problem has", 2, "symbols", symbols);
    require("The copying problem remembers", 1, "symbol", length);
    require("The sign comes after", 1, "step", delay);
    require("There is", 1, "example", examples);
    var inputs = new ArrayList<int[]>();
    var targets = new ArrayList<int[]>();
    for (int i = 0; i < examples; i++) {
      long key = CounterRandom.derive(seed, i);
      int[] input = new int[delay + 2 * length];
      int[] target = new int[input.length];
      for (int t = 0; t < length; t++) {
        input[t] = 1 + below(symbols, key, t);
        target[length + delay + t] = input[t];
      }
      input[length + delay - 1] = symbols + 1;
      inputs.add(input);
      targets.add(target);
    }
    return TokenBatches.perStep(inputs, symbols + 2, targets, symbols + 1);
  }

  private static int below(int bound, long key, long counter) {
    return (int) Math.unsignedMultiplyHigh(CounterRandom.bits(key, counter), bound);
  }

  private static void require(String begin, int least, String what, int received) {
    if (received < least) {
      throw new IllegalArgumentException(
          "%s at least %d %s, received %d".formatted(begin, least, what, received));
    }
  }
}
