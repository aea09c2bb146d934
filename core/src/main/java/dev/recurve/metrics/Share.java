package dev.recurve.metrics;

import dev.recurve.DataException;
import java.util.OptionalDouble;

/**
 * How many of a number of cases turned out well: accuracy, exact match, coverage.
 *
 * @param hits those that did
 * @param count all cases
 */
public record Share(long hits, long count) implements Tally<Share> {
  /** No cases; the neutral element of {@link #plus}. */
  public static final Share NONE = new Share(0, 0);

  /** Checks the numbers. */
  public Share {
    if (hits < 0 || hits > count) {
      throw new IllegalArgumentException(
          "Of n cases 0…n turn out well, received %d of %d".formatted(hits, count));
    }
  }

  @Override
  public Share plus(Share other) {
    return new Share(hits + other.hits, count + other.count);
  }

  /** The share, 0…1; empty if there are no cases. */
  public OptionalDouble value() {
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) hits / count);
  }

  /**
   * Where the true share lies if the cases were drawn independently: Wilson's score interval
   * (Wilson 1927), which stays within 0…1 and holds for few cases too.
   *
   * @param confidence between 0 and 1, for example 0.95
   * @throws DataException if there are no cases
   */
  public Interval interval(double confidence) {
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("Confidence lies between 0 and 1, received " + confidence);
    }
    if (count == 0) {
      throw new DataException("no interval without cases");
    }
    double z = NormalQuantile.upper(0.5 + 0.5 * confidence);
    double p = (double) hits / count;
    double spread = z * z / count;
    double middle = p + spread / 2;
    double half = z * Math.sqrt(p * (1 - p) / count + spread / (4 * count));
    return new Interval(
        hits == 0 ? 0 : (middle - half) / (1 + spread),
        hits == count ? 1 : (middle + half) / (1 + spread));
  }
}
