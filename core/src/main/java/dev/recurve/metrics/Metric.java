package dev.recurve.metrics;

import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * A figure that says how good predictions are, gathered batch by batch. It knows which way it is
 * better, so that training can watch it. Immutable.
 *
 * @param <O> the prediction
 * @param <Y> the target
 */
public final class Metric<O, Y> {
  private final String name;
  private final Goal goal;
  private final Reading<O, Y, ?> reading;

  /** A figure of a tally. */
  private record Reading<O, Y, S extends Tally<S>>(
      Measure<O, Y, S> measure, Function<S, OptionalDouble> figure) {

    OptionalDouble of(Map<Measure<O, Y, ?>, Tally<?>> totals) {
      var total = totals.get(measure);
      return total == null ? OptionalDouble.empty() : figure.apply(measure.own(total));
    }
  }

  private Metric(String name, Goal goal, Reading<O, Y, ?> reading) {
    this.name = Objects.requireNonNull(name, "name");
    this.goal = Objects.requireNonNull(goal, "goal");
    this.reading = reading;
  }

  /**
   * A metric.
   *
   * @param name for histories and reports, for example {@code macro-f1}
   * @param goal which way it is better
   * @param measure takes the tally of a batch
   * @param figure reads the metric from the tally of all batches; empty where it is not defined
   */
  public static <O, Y, S extends Tally<S>> Metric<O, Y> of(
      String name, Goal goal, Measure<O, Y, S> measure, Function<S, OptionalDouble> figure) {
    return new Metric<>(name, goal, new Reading<>(measure, figure));
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Which way it is better. */
  public Goal goal() {
    return goal;
  }

  /** The same under another name, for example to tell two of a kind apart. */
  public Metric<O, Y> named(String other) {
    return new Metric<>(other, goal, reading);
  }

  Measure<O, Y, ?> measure() {
    return reading.measure();
  }

  /** Reads the metric; empty where it is not defined, or nothing was measured. */
  OptionalDouble of(Map<Measure<O, Y, ?>, Tally<?>> totals) {
    return reading.of(totals);
  }

  @Override
  public String toString() {
    return name;
  }
}
