package dev.recurve.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How good a model is on a data set.
 *
 * @param loss the mean loss over all that counts
 * @param metrics other figures by name, in the order in which they were asked for; those that are
 *     not defined are absent
 */
public record Scores(double loss, Map<String, Double> metrics) {
  /** Copies the map, and keeps its order. */
  public Scores {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }
}
