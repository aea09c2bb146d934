package dev.recurve.benchmarks.problem;

import java.util.SplittableRandom;

/** Pseudo-random numbers that are the same in every process. */
final class Values {
  private Values() {}

  /** Uniform in {@code ±bound}. */
  static float[] uniform(long seed, int count, double bound) {
    var random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (bound * (2 * random.nextDouble() - 1));
    }
    return values;
  }
}
