package dev.recurve.data;

import java.util.List;

/**
 * A data set parted in two, for {@link ExampleBatches#only}. Each side's examples are in ascending
 * order. Immutable.
 *
 * @param train numbers of the examples to learn from
 * @param valid numbers of the examples to measure on
 */
public record Fold(List<Integer> train, List<Integer> valid) {
  /** Copies the lists. */
  public Fold {
    train = List.copyOf(train);
    valid = List.copyOf(valid);
  }

  /** The part of a data set to learn from. */
  public <I, Y> ExampleBatches<I, Y> train(ExampleBatches<I, Y> data) {
    return part(data, train);
  }

  /** The part of a data set to measure on. */
  public <I, Y> ExampleBatches<I, Y> valid(ExampleBatches<I, Y> data) {
    return part(data, valid);
  }

  static <I, Y> ExampleBatches<I, Y> part(ExampleBatches<I, Y> data, List<Integer> examples) {
    return data.only(examples.stream().mapToInt(Integer::intValue).toArray());
  }
}
