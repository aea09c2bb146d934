package dev.recurve;

import java.util.Arrays;

/**
 * How many steps each sequence of a padded batch really has. Immutable; known on the host, so that
 * batches can be packed and planned without waiting for a device. A length of 0 is legal: such a
 * sequence's state passes through unchanged.
 */
public final class Lengths {
  private final int[] lengths;
  private final int max;

  private Lengths(int[] lengths) {
    this.lengths = lengths;
    this.max = Arrays.stream(lengths).max().orElse(0);
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
    return new Lengths(lengths.clone());
  }

  /** A batch in which every sequence has all the steps. */
  public static Lengths full(int batch, int steps) {
    int[] lengths = new int[batch];
    Arrays.fill(lengths, steps);
    return new Lengths(lengths);
  }

  /** Number of sequences, B. */
  public int batch() {
    return lengths.length;
  }

  /** Length of sequence {@code b}. */
  public int at(int b) {
    return lengths[b];
  }

  /** The longest length; 0 for an empty batch. */
  public int max() {
    return max;
  }

  /** Steps that are not padding, over the whole batch. */
  public long total() {
    return Arrays.stream(lengths).asLongStream().sum();
  }

  /** Whether no sequence ends before {@code steps}, so that there is no padding. */
  public boolean areFull(int steps) {
    return Arrays.stream(lengths).allMatch(length -> length == steps);
  }

  /** A copy, one entry a sequence. */
  public int[] toArray() {
    return lengths.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Lengths that && Arrays.equals(lengths, that.lengths);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(lengths);
  }

  @Override
  public String toString() {
    return Arrays.toString(lengths);
  }
}
