package dev.recurve.train;

import java.util.Comparator;
import java.util.List;

/**
 * What {@link Trainer#findRate} found. Immutable.
 *
 * @param points one a step, in the order of rising rates; at least one
 * @param diverged whether the search ended because the loss had grown out of bounds
 */
public record RateSearch(List<Point> points, boolean diverged) {
  /** Copies the list. */
  public RateSearch {
    points = List.copyOf(points);
  }

  /**
   * A rate that was tried.
   *
   * @param rate the learning rate of the step
   * @param loss the batch's mean loss before the step
   * @param smoothed the mean of the losses so far, in which older ones count less and less
   */
  public record Point(double rate, double loss, double smoothed) {}

  /** Where the smoothed loss was least: too high a rate to train with, as it is about to grow. */
  public Point least() {
    return points.stream().min(Comparator.comparingDouble(Point::smoothed)).orElseThrow();
  }

  /** A tenth of the rate at which the smoothed loss was least (Howard and Gugger 2020). */
  public double suggestion() {
    return least().rate() / 10;
  }

  /** A tenth of the way from where the loss is least, and what it was found by. */
  @Override
  public String toString() {
    return "learning rate %s: the loss was least, %s, at %s after %d rates%s"
        .formatted(
            Numbers.brief(suggestion()),
            Numbers.brief(least().smoothed()),
            Numbers.brief(least().rate()),
            points.size(),
            diverged ? ", and then grew out of bounds" : "");
  }
}
