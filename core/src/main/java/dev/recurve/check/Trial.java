package dev.recurve.check;

import dev.recurve.Lengths;

/**
 * One batch that a layer is tried on.
 *
 * @param lengths of the sequences
 * @param steps of the padded batch, at least the longest length
 * @param padding what stands beyond the lengths
 * @param source sequences of the batch that the numbers are those of
 * @param first which of them is this one's first
 */
record Trial(Lengths lengths, int steps, double padding, int source, int first) {
  static Trial plain(Lengths lengths) {
    return padded(lengths, lengths.max(), 0);
  }

  static Trial padded(Lengths lengths, int steps, double padding) {
    return new Trial(lengths, steps, padding, lengths.batch(), 0);
  }

  /** One sequence of a batch, with the numbers that it has there. */
  static Trial single(Lengths lengths, int b) {
    int steps = Math.max(1, lengths.at(b));
    return new Trial(Lengths.of(lengths.at(b)), steps, 0, lengths.batch(), b);
  }

  /** Whether a row {@code t·B + b} lies beyond its sequence. */
  boolean isPadding(int row) {
    return row / lengths.batch() >= lengths.at(row % lengths.batch());
  }

  /** A row's place in the batch that the numbers are those of. */
  int sourceRow(int row) {
    return row / lengths.batch() * source + first + row % lengths.batch();
  }
}
