package dev.recurve.metrics;

import java.util.OptionalDouble;

/**
 * A mean that is still being gathered.
 *
 * @param sum of all values, each times its weight
 * @param weight of all values together
 */
public record MeanValue(double sum, double weight) implements Tally<MeanValue> {
  /** The mean of nothing; the neutral element of {@link #plus}. */
  public static final MeanValue NONE = new MeanValue(0, 0);

  @Override
  public MeanValue plus(MeanValue other) {
    return new MeanValue(sum + other.sum, weight + other.weight);
  }

  /** The mean; empty if nothing weighs anything. */
  public OptionalDouble value() {
    return weight == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / weight);
  }
}
