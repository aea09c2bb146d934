package dev.recurve.data;

import dev.recurve.DataException;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Examples in memory, cut into batches. By default 32 examples make a batch, they come in the order
 * in which they were given, and the last batch of an epoch may be smaller.
 *
 * <p>Immutable and safe to share between threads: each setting gives a new object over the same
 * examples.
 *
 * @param <I> the model's input
 * @param <Y> the target
 */
public final class ExampleBatches<I, Y> implements Batches<I, Y> {
  private static final int SHOWN = 8;

  private final Column<I> inputs;
  private final Column<Y> targets;
  private final int[] chosen;
  private final int size;
  private final Order order;
  private final boolean dropLast;
  private volatile Epoch lastUsed = new Epoch(-1, new int[0]);

  /** The order of one epoch, kept because its batches are usually asked for one after another. */
  private record Epoch(long number, int[] order) {}

  private ExampleBatches(
      Column<I> inputs, Column<Y> targets, int[] chosen, int size, Order order, boolean dropLast) {
    this.inputs = inputs;
    this.targets = targets;
    this.chosen = chosen;
    this.size = size;
    this.order = order;
    this.dropLast = dropLast;
    if (count() == 0) {
      throw new DataException(
          "%d examples make no batch of %d when the last one is dropped; make batches smaller or keep it"
              .formatted(chosen.length, size));
    }
  }

  /**
   * Pairs inputs with targets.
   *
   * @throws DataException if there are none, or not as many of the one as of the other
   */
  public static <I, Y> ExampleBatches<I, Y> of(Column<I> inputs, Column<Y> targets) {
    if (inputs.count() == 0 || inputs.count() != targets.count()) {
      throw new DataException(
          "There are %d inputs and %d targets; one of each for every example, and at least one example, are needed"
              .formatted(inputs.count(), targets.count()));
    }
    return new ExampleBatches<>(
        inputs, targets, Order.asGiven().of(0, inputs.count()), 32, Order.asGiven(), false);
  }

  /**
   * With this many examples in a batch.
   *
   * @param examples at least 1
   */
  public ExampleBatches<I, Y> size(int examples) {
    if (examples < 1) {
      throw new IllegalArgumentException("A batch has at least 1 example, received " + examples);
    }
    return new ExampleBatches<>(inputs, targets, chosen, examples, order, dropLast);
  }

  /** Shuffled anew in each epoch; the order depends on this seed and the epoch alone. */
  public ExampleBatches<I, Y> shuffled(long seed) {
    return new ExampleBatches<>(inputs, targets, chosen, size, Order.shuffled(seed), dropLast);
  }

  /**
   * Without the last batch of an epoch where it would be smaller than the others.
   *
   * @throws DataException if no batch is left
   */
  public ExampleBatches<I, Y> dropLast() {
    return new ExampleBatches<>(inputs, targets, chosen, size, order, true);
  }

  /**
   * With these examples alone, for example those of one side of a {@link Fold}.
   *
   * @param examples their numbers in the whole data set, at least one
   * @throws DataException if there are none, or a number is out of range
   */
  public ExampleBatches<I, Y> only(int... examples) {
    if (examples.length == 0) {
      throw new DataException("No example is chosen; a data set has at least one");
    }
    for (int i = 0; i < examples.length; i++) {
      Checks.requireBelow(inputs.count(), examples[i], "Choice " + i, "example", "examples");
    }
    return new ExampleBatches<>(inputs, targets, examples.clone(), size, order, dropLast);
  }

  /** Number of examples. */
  public int examples() {
    return chosen.length;
  }

  @Override
  public int count() {
    return dropLast ? examples() / size : Math.ceilDiv(examples(), size);
  }

  @Override
  public Batch<I, Y> batch(long epoch, int index) {
    int[] picked = picked(epoch, index);
    return new Batch<>(inputs.batch(picked), targets.batch(picked), picked.length);
  }

  /** For example {@code examples 3, 17, 5, … (32 of 96)}. */
  @Override
  public String describe(long epoch, int index) {
    int[] picked = picked(epoch, index);
    String shown =
        Arrays.stream(picked)
            .limit(SHOWN)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(", "));
    return "examples %s%s (%d of %d)"
        .formatted(shown, picked.length > SHOWN ? ", …" : "", picked.length, inputs.count());
  }

  /** Over the contents, their order and the size of batches: all that a batch follows from. */
  @Override
  public long fingerprint() {
    var hash = new ContentHash().add(inputs.fingerprint()).add(targets.fingerprint());
    hash.add(size).add(dropLast ? 1 : 0);
    if (!Arrays.equals(chosen, Order.asGiven().of(0, inputs.count()))) {
      hash.add(chosen);
    }
    return switch (order) {
      case Order.AsGiven() -> hash.value();
      case Order.Shuffled(long seed) -> hash.add(1).add(seed).value();
    };
  }

  private int[] picked(long epoch, int index) {
    if (index < 0 || index >= count()) {
      throw new IndexOutOfBoundsException(
          "There is no batch %d; an epoch has %d".formatted(index, count()));
    }
    int from = index * size;
    return Arrays.stream(order(epoch), from, Math.min(from + size, examples()))
        .map(place -> chosen[place])
        .toArray();
  }

  private int[] order(long epoch) {
    var known = lastUsed;
    if (known.number() != epoch) {
      known = new Epoch(epoch, order.of(epoch, examples()));
      lastUsed = known;
    }
    return known.order();
  }
}
