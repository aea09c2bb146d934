package dev.recurve.benchmarks.contest;

import java.util.Map;

/** Compares what two contestants computed. */
public final class Results {
  private Results() {}

  /**
   * The largest error of any result, against the largest number of that result.
   *
   * @param ours as {@link Contestant#results} says
   * @param theirs the same
   * @throws BenchmarkException if they are not the same results
   */
  public static double difference(Map<String, float[]> ours, Map<String, float[]> theirs) {
    if (!ours.keySet().equals(theirs.keySet())) {
      throw new BenchmarkException(
          "The contestants gave different results: %s and %s"
              .formatted(ours.keySet(), theirs.keySet()));
    }
    double most = 0;
    for (String name : ours.keySet()) {
      most = Math.max(most, difference(name, ours.get(name), theirs.get(name)));
    }
    return most;
  }

  private static double difference(String name, float[] ours, float[] theirs) {
    if (ours.length != theirs.length) {
      throw new BenchmarkException(
          "The contestants gave different results: %s has %d numbers and %d"
              .formatted(name, ours.length, theirs.length));
    }
    double largest = 0;
    double error = 0;
    for (int i = 0; i < ours.length; i++) {
      largest = Math.max(largest, Math.abs(theirs[i]));
      error = Math.max(error, Math.abs(ours[i] - theirs[i]));
    }
    return error == 0 ? 0 : error / largest;
  }
}
