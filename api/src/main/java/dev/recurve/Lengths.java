package dev.recurve;

import java.util.Arrays;
import java.util.Objects;

/**
 * How many steps each sequence of a padded batch really has. Immutable; known on the host, so that
 * batches can be packed and planned without waiting for a device. A length of 0 is legal: such a
 * sequence's state passes through unchanged.
 */
public final class Lengths {
  private final int batch;
  private final int max;

  /** One a sequence; empty where all are {@link #max}, so that a full batch takes no memory. */
  private final int[] lengths;

  private Lengths(int batch, int max, int[] lengths) {
    this.batch = batch;
    this.max = max;
    this.lengths = lengths;
  }

  /**
   * One length for each sequence of the batch.
   *
   * @throws DataException if one is negative
   */
  public static Lengths of(int... lengths) {
    for (int b = 0; b < lengths.length; b++) {
      if (lengths[b] < 0) {
        throw new DataException(
            "Sequence %d has length %d; lengths are 0 or more".formatted(b, lengths[b]));
      }
    }
    int max = Arrays.stream(lengths).max().orElse(0);
    boolean areFull = Arrays.stream(lengths).allMatch(length -> length == max);
    return new Lengths(lengths.length, max, areFull ? new int[0] : lengths.clone());
  }

  /** A batch in which every sequence has all the steps. */
  public static Lengths full(int batch, int steps) {
    if (batch < 0 || steps < 0) {
      throw new DataException(
          "A batch has 0 or more sequences of 0 or more steps, received batch %d, steps %d"
              .formatted(batch, steps));
    }
    return new Lengths(batch, batch == 0 ? 0 : steps, new int[0]);
  }

  /** Number of sequences, B. */
  public int batch() {
    return batch;
  }

  /** Length of sequence {@code b}. */
  public int at(int b) {
    Objects.checkIndex(b, batch);
    return lengths.length == 0 ? max : lengths[b];
  }

  /** The longest length; 0 for an empty batch. */
  public int max() {
    return max;
  }

  /** Steps that are not padding, over the whole batch. */
  public long total() {
    return lengths.length == 0 ? (long) batch * max : Arrays.stream(lengths).asLongStream().sum();
  }

  /** Whether no sequence ends before {@code steps}, so that there is no padding. */
  public boolean areFull(int steps) {
    return batch == 0 || lengths.length == 0 && max == steps;
  }

  /** A copy, one entry a sequence. */
  public int[] toArray() {
    if (lengths.length > 0) {
      return lengths.clone();
    }
    int[] full = new int[batch];
    Arrays.fill(full, max);
    return full;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Lengths that
        && batch == that.batch
        && max == that.max
        && Arrays.equals(lengths, that.lengths);
  }

  @Override
  public int hashCode() {
    return Objects.hash(batch, max, Arrays.hashCode(lengths));
  }

  @Override
  public String toString() {
    return Arrays.toString(toArray());
  }
}
