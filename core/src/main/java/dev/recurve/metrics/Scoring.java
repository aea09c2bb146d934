package dev.recurve.metrics;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several metrics over batches as they come: {@link #add} each, {@link #merge} with what others
 * gathered, read the {@link #results}. Belongs to one thread at a time.
 *
 * @param <O> the prediction
 * @param <Y> the target
 */
public final class Scoring<O, Y> {
  private final List<Metric<O, Y>> metrics;
  private final Map<Measure<O, Y, ?>, Tally<?>> totals = new HashMap<>();

  private Scoring(List<Metric<O, Y>> metrics) {
    this.metrics = metrics;
  }

  /**
   * For these metrics, with nothing gathered yet.
   *
   * @throws IllegalArgumentException if two have the same name
   */
  public static <O, Y> Scoring<O, Y> of(List<Metric<O, Y>> metrics) {
    var names = new HashSet<String>();
    for (var metric : metrics) {
      if (!names.add(metric.name())) {
        throw new IllegalArgumentException(
            "Two metrics are called %s; give one another name with named(…)"
                .formatted(metric.name()));
      }
    }
    return new Scoring<>(List.copyOf(metrics));
  }

  /** The metrics, in order. */
  public List<Metric<O, Y>> metrics() {
    return metrics;
  }

  /** Takes a batch in; inside a step. */
  public void add(O prediction, Y target) {
    metrics.stream()
        .map(Metric::measure)
        .distinct()
        .forEach(measure -> add(measure, prediction, target));
  }

  private <S extends Tally<S>> void add(Measure<O, Y, S> measure, O prediction, Y target) {
    gather(measure, measure.of(prediction, target));
  }

  private <S extends Tally<S>> void gather(Measure<O, Y, S> measure, S more) {
    var total = totals.get(measure);
    totals.put(measure, total == null ? more : measure.own(total).plus(more));
  }

  /** Takes in what another scoring with the same metrics has gathered. */
  public void merge(Scoring<O, Y> other) {
    other.totals.keySet().forEach(measure -> merge(measure, other));
  }

  private <S extends Tally<S>> void merge(Measure<O, Y, S> measure, Scoring<O, Y> other) {
    gather(measure, measure.own(other.totals.get(measure)));
  }

  /** The figures by name, in the metrics' order; those that are not defined are absent. */
  public Map<String, Double> results() {
    var results = new LinkedHashMap<String, Double>();
    for (var metric : metrics) {
      metric.of(totals).ifPresent(value -> results.put(metric.name(), value));
    }
    return results;
  }
}
