package dev.recurve.data;

import dev.recurve.DataException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
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
public final class ExampleBatches<I, Y> implements PreparedBatches<I, Y>, DividedBatches<I, Y> {
  private static final int SHOWN = 8;

  private final Column<I> inputs;
  private final Column<Y> targets;
  private final int[] chosen;
  private final int size;
  private final Arrangement arrangement;
  private final boolean dropLast;
  private volatile Epoch lastUsed = new Epoch(-1, new int[0]);

  /** The order of one epoch, kept because its batches are usually asked for one after another. */
  private record Epoch(long number, int[] order) {}

  private ExampleBatches(
      Column<I> inputs,
      Column<Y> targets,
      int[] chosen,
      int size,
      Arrangement arrangement,
      boolean dropLast) {
    this.inputs = inputs;
    this.targets = targets;
    this.chosen = chosen;
    this.size = size;
    this.arrangement = arrangement;
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
        inputs, targets, Order.asGiven().of(0, inputs.count()), 32, Arrangement.plain(), false);
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
    return new ExampleBatches<>(inputs, targets, chosen, examples, arrangement, dropLast);
  }

  /** Shuffled anew in each epoch; the order depends on this seed and the epoch alone. */
  public ExampleBatches<I, Y> shuffled(long seed) {
    return new ExampleBatches<>(
        inputs, targets, chosen, size, arrangement.shuffled(seed), dropLast);
  }

  /**
   * Every class as often as any other: an epoch has as many places as before, each class gets its
   * share of them, and its examples take turns in it, so that those of a rare class come several
   * times and some of a frequent one not at all. The order is drawn anew in each epoch; it depends
   * on this seed and the epoch alone. Replaces {@link #shuffled}, and is replaced by it.
   *
   * @throws DataException if examples are not labelled with one class each
   */
  public ExampleBatches<I, Y> balanced(long seed) {
    if (targets.classOf(0).isEmpty()) {
      throw new DataException(
          "Classes are balanced where each example has one class as its target; this data set has"
              + " other targets");
    }
    return new ExampleBatches<>(
        inputs, targets, chosen, size, arrangement.balanced(seed), dropLast);
  }

  /**
   * Sequences of about the same length together, for less padding: as many examples as fill some
   * batches are sorted by length before they are cut into these. Where the order is drawn anew in
   * each epoch, that of the batches is too.
   *
   * @param batches how many are filled from one sorted stretch, at least 2; the more, the less
   *     padding and the less chance is left in who shares a batch
   * @throws DataException if the inputs are no sequences
   */
  public ExampleBatches<I, Y> bucketed(int batches) {
    if (batches < 2) {
      throw new IllegalArgumentException(
          "At least 2 batches are filled from a sorted stretch, received " + batches);
    }
    if (inputs.stepsOf(0).isEmpty()) {
      throw new DataException(
          "Examples are put together by length where they are sequences; these inputs have no"
              + " steps");
    }
    return new ExampleBatches<>(
        inputs, targets, chosen, size, arrangement.bucketed(batches), dropLast);
  }

  /**
   * Without the last batch of an epoch where it would be smaller than the others.
   *
   * @throws DataException if no batch is left
   */
  public ExampleBatches<I, Y> dropLast() {
    return new ExampleBatches<>(inputs, targets, chosen, size, arrangement, true);
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
    return new ExampleBatches<>(inputs, targets, examples.clone(), size, arrangement, dropLast);
  }

  /** Number of examples. */
  public int examples() {
    return chosen.length;
  }

  @Override
  public int count() {
    return dropLast ? examples() / size : Math.ceilDiv(examples(), size);
  }

  /**
   * Which share of an epoch's steps is padding, in 0…1; 0 where inputs are no sequences.
   *
   * @param epoch from 0
   */
  public double padding(long epoch) {
    long real = 0;
    long padded = 0;
    for (int index = 0; index < count(); index++) {
      int[] picked = picked(epoch, index);
      int[] steps = Arrays.stream(picked).map(i -> inputs.stepsOf(i).orElse(1)).toArray();
      real += Arrays.stream(steps).asLongStream().sum();
      padded += (long) steps.length * Arrays.stream(steps).max().orElseThrow();
    }
    return 1 - (double) real / padded;
  }

  @Override
  public Supplier<Batch<I, Y>> prepare(long epoch, int index) {
    return prepare(picked(epoch, index));
  }

  private Supplier<Batch<I, Y>> prepare(int[] picked) {
    var input = inputs.prepare(picked);
    var target = targets.prepare(picked);
    return () -> new Batch<>(input.get(), target.get(), picked.length);
  }

  /** Stretches of the batch whose sizes differ by at most 1. */
  @Override
  public Optional<Batch<I, Y>> part(long epoch, int index, int part, int parts) {
    int[] picked = picked(epoch, index);
    int from = (int) ((long) part * picked.length / parts);
    int to = (int) ((part + 1L) * picked.length / parts);
    return from == to
        ? Optional.empty()
        : Optional.of(prepare(Arrays.copyOfRange(picked, from, to)).get());
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
    arrangement.addTo(hash);
    return hash.value();
  }

  private int[] picked(long epoch, int index) {
    if (index < 0 || index >= count()) {
      throw new IndexOutOfBoundsException(
          "There is no batch %d; an epoch has %d".formatted(index, count()));
    }
    int from = index * size;
    int[] order = order(epoch);
    return Arrays.stream(order, from, Math.min(from + size, order.length))
        .map(place -> chosen[place])
        .toArray();
  }

  private int[] order(long epoch) {
    var known = lastUsed;
    if (known.number() != epoch) {
      int kept = dropLast ? count() * size : examples();
      known =
          new Epoch(
              epoch,
              arrangement.places(
                  epoch,
                  new Arrangement.Places(
                      examples(),
                      kept,
                      size,
                      place -> targets.classOf(chosen[place]).orElseThrow(),
                      place -> inputs.stepsOf(chosen[place]).orElseThrow())));
      lastUsed = known;
    }
    return known.order();
  }
}
