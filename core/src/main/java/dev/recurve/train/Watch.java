package dev.recurve.train;

import dev.recurve.metrics.Goal;
import dev.recurve.metrics.Metric;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * The figure that decides which epoch is best, and which way it is better.
 *
 * @param name of a metric that is measured after each epoch, or {@code loss}
 * @param goal which way it is better
 */
public record Watch(String name, Goal goal) {
  private static final String LOSS = "loss";

  /** Checks that both are there. */
  public Watch {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(goal, "goal");
  }

  /** The loss on validation if there is a validation set, else on training. */
  public static Watch loss() {
    return new Watch(LOSS, Goal.MINIMIZE);
  }

  /** A metric, which knows its goal. */
  public static Watch of(Metric<?, ?> metric) {
    return new Watch(metric.name(), metric.goal());
  }

  boolean isLoss() {
    return name.equals(LOSS);
  }

  /** The figure of an epoch; empty where the metric was not defined. */
  public OptionalDouble in(EpochRecord epoch) {
    if (isLoss()) {
      return OptionalDouble.of(epoch.watchedLoss());
    }
    var value = epoch.metrics().get(name);
    return value == null || value.isNaN() ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
