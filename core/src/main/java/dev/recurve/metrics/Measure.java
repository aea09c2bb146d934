package dev.recurve.metrics;

import java.util.Objects;
import java.util.function.BiFunction;

/**
 * Takes the tally of one batch. Several metrics may read the same tally: measures that are equal
 * are taken once. Immutable.
 *
 * @param <O> the prediction
 * @param <Y> the target
 * @param <S> the tally
 */
public final class Measure<O, Y, S extends Tally<S>> {
  private final Class<S> tally;
  private final Object key;
  private final BiFunction<O, Y, S> counting;

  private Measure(Class<S> tally, Object key, BiFunction<O, Y, S> counting) {
    this.tally = Objects.requireNonNull(tally, "tally");
    this.key = Objects.requireNonNull(key, "key");
    this.counting = Objects.requireNonNull(counting, "counting");
  }

  /**
   * A measure that is equal to itself alone.
   *
   * @param tally the tally's class
   * @param counting counts a batch; called inside a step, and may wait for the device
   */
  public static <O, Y, S extends Tally<S>> Measure<O, Y, S> of(
      Class<S> tally, BiFunction<O, Y, S> counting) {
    return of(tally, new Object(), counting);
  }

  /**
   * A measure that is equal to all with the same tally and key.
   *
   * @param tally the tally's class
   * @param key says what is counted, and of what
   * @param counting counts a batch; called inside a step, and may wait for the device
   */
  public static <O, Y, S extends Tally<S>> Measure<O, Y, S> of(
      Class<S> tally, Object key, BiFunction<O, Y, S> counting) {
    return new Measure<>(tally, key, counting);
  }

  /**
   * Counts a batch.
   *
   * @throws dev.recurve.ShapeException if prediction and target do not fit
   * @throws dev.recurve.DataException if a target is out of range, or a prediction is NaN
   */
  S of(O prediction, Y target) {
    return counting.apply(prediction, target);
  }

  /** A tally of which it is known that this measure has taken it. */
  S own(Tally<?> total) {
    return tally.cast(total);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Measure<?, ?, ?> that
        && tally.equals(that.tally)
        && key.equals(that.key);
  }

  @Override
  public int hashCode() {
    return Objects.hash(tally, key);
  }
}
