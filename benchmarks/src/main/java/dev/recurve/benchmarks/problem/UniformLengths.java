package dev.recurve.benchmarks.problem;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Lengths spread evenly from 1 to the longest, in an order that a seed decides. */
final class UniformLengths {
  private UniformLengths() {}

  /** {@code 1 + ⌊(T−1)·i/(B−1)⌋} for i in 0…B-1, shuffled; T alone for a batch of one. */
  static int[] of(int batch, int steps, long seed) {
    List<Integer> lengths = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      lengths.add(batch == 1 ? steps : 1 + (int) ((steps - 1L) * i / (batch - 1)));
    }
    Collections.shuffle(lengths, new Random(seed));
    return lengths.stream().mapToInt(Integer::intValue).toArray();
  }
}
