package dev.recurve.data;

import dev.recurve.Shape;
import dev.recurve.Tokens;
import dev.recurve.autodiff.Tensors;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Sequences of token ids; a batch is padded to its longest with id 0. */
final class TokenSequences implements StreamColumn<Tokens> {
  private final int[][] sequences;

  private TokenSequences(int[][] sequences) {
    this.sequences = sequences;
  }

  /** Checks and copies. */
  static TokenSequences of(String what, List<int[]> sequences, int vocabulary) {
    int[][] copy = new int[sequences.size()][];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = sequences.get(i).clone();
      Checks.requireSteps(what, i, copy[i].length);
      for (int t = 0; t < copy[i].length; t++) {
        Checks.requireBelow(
            vocabulary, copy[i][t], "Example %d, step %d".formatted(i, t), what, "ids");
      }
    }
    return new TokenSequences(copy);
  }

  @Override
  public int count() {
    return sequences.length;
  }

  @Override
  public int steps(int example) {
    return sequences[example].length;
  }

  @Override
  public OptionalInt stepsOf(int example) {
    return OptionalInt.of(steps(example));
  }

  @Override
  public Supplier<Tokens> prepare(int[] examples) {
    return cut(examples, 0, Integer.MAX_VALUE);
  }

  @Override
  public Supplier<Tokens> cut(int[] streams, int from, int to) {
    var lengths = StreamColumn.lengths(this, streams, from, to);
    int[] padded = new int[lengths.max() * streams.length];
    for (int b = 0; b < streams.length; b++) {
      for (int t = 0; t < lengths.at(b); t++) {
        padded[t * streams.length + b] = sequences[streams[b]][from + t];
      }
    }
    return () ->
        new Tokens(Tensors.ofInts(Shape.of(lengths.max(), streams.length), padded), lengths);
  }

  @Override
  public long fingerprint() {
    var hash = new ContentHash();
    for (int[] sequence : sequences) {
      hash.add(sequence);
    }
    return hash.value();
  }
}
