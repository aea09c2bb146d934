package dev.recurve.benchmarks.contest;

import java.util.Arrays;
import java.util.Collection;

/** How long each run took. */
public final class Timings {
  private final long[] sorted;

  /**
   * Timings in nanoseconds.
   *
   * @throws IllegalArgumentException if there are none
   */
  public Timings(long... nanos) {
    if (nanos.length == 0) {
      throw new IllegalArgumentException("Timings need at least one run");
    }
    this.sorted = nanos.clone();
    Arrays.sort(sorted);
  }

  /** All of these together. */
  public static Timings merged(Collection<Timings> parts) {
    return new Timings(parts.stream().flatMapToLong(part -> Arrays.stream(part.sorted)).toArray());
  }

  /** Number of runs. */
  public int count() {
    return sorted.length;
  }

  /** The time in the middle, in milliseconds; the mean of the middle two if the count is even. */
  public double medianMillis() {
    int middle = sorted.length / 2;
    double nanos =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
    return nanos / 1e6;
  }

  /**
   * The least time, in milliseconds, within which this share of the runs ended (nearest rank).
   *
   * @param percent above 0, at most 100
   */
  public double percentileMillis(double percent) {
    if (!(percent > 0 && percent <= 100)) {
      throw new IllegalArgumentException(
          "A percentile is above 0 and at most 100, received " + percent);
    }
    int rank = (int) Math.ceil(percent * sorted.length / 100);
    return sorted[Math.max(1, rank) - 1] / 1e6;
  }

  /** The shortest time, in milliseconds. */
  public double bestMillis() {
    return sorted[0] / 1e6;
  }
}
