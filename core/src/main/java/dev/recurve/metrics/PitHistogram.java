package dev.recurve.metrics;

import dev.recurve.DataException;
import java.util.Arrays;

/**
 * Histogram of the probability integral transform (Dawid 1984): where in its forecast distribution
 * each truth fell, from 0 to 1. Flat for honest forecasts, humped for too wide ones, U-shaped for
 * too narrow ones. Immutable.
 */
public final class PitHistogram implements Tally<PitHistogram> {
  private final long[] counts;

  private PitHistogram(long[] counts) {
    this.counts = counts;
  }

  /**
   * Where a truth falls among samples: the share of samples below it, its equals counting half.
   *
   * @param truth what came true
   * @param samples at least one
   * @return 0…1
   */
  public static double place(double truth, double... samples) {
    if (samples.length == 0) {
      throw new IllegalArgumentException("a place wants at least one sample, received none");
    }
    double below = 0;
    for (double sample : samples) {
      below += sample < truth ? 1 : sample == truth ? 0.5 : 0;
    }
    return below / samples.length;
  }

  /**
   * Sorts places into bins of equal width.
   *
   * @param bins how many, at least 1
   * @param places each in 0…1; a place of exactly a bin's lower end belongs to it, 1 to the last
   * @throws DataException if one lies outside 0…1
   */
  public static PitHistogram of(int bins, double... places) {
    if (bins < 1) {
      throw new IllegalArgumentException("a histogram has at least 1 bin, received " + bins);
    }
    long[] counts = new long[bins];
    for (int i = 0; i < places.length; i++) {
      if (!(places[i] >= 0 && places[i] <= 1)) {
        throw new DataException("place %d is %s; it lies in 0…1".formatted(i, places[i]));
      }
      counts[Math.min((int) (places[i] * bins), bins - 1)]++;
    }
    return new PitHistogram(counts);
  }

  @Override
  public PitHistogram plus(PitHistogram other) {
    if (counts.length != other.counts.length) {
      throw new IllegalArgumentException(
          "%d bins and %d do not add up".formatted(counts.length, other.counts.length));
    }
    long[] sums = new long[counts.length];
    Arrays.setAll(sums, i -> counts[i] + other.counts[i]);
    return new PitHistogram(sums);
  }

  /** Number of bins. */
  public int bins() {
    return counts.length;
  }

  /** How many places fell into a bin. */
  public long count(int bin) {
    return counts[bin];
  }

  /** The share of places in a bin over that of a flat histogram: 1 everywhere is ideal. */
  public double density(int bin) {
    return (double) counts[bin] * counts.length / Arrays.stream(counts).sum();
  }
}
