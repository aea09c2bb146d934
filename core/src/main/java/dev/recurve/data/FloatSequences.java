package dev.recurve.data;

import dev.recurve.DataException;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.autodiff.Tensors;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Sequences of feature vectors; a batch is padded to its longest. */
final class FloatSequences implements StreamColumn<Sequence> {
  private final float[][] sequences;
  private final int features;

  /** Each sequence end to end: element {@code t·features + c}. */
  private FloatSequences(float[][] sequences, int features) {
    this.sequences = sequences;
    this.features = features;
  }

  /**
   * Checks and copies.
   *
   * @param what for messages, {@code input} or {@code target}
   * @param sequences one entry an example, {@code [steps][features]}
   */
  static FloatSequences of(String what, List<float[][]> sequences) {
    float[][] flat = new float[sequences.size()][];
    int features =
        sequences.isEmpty() || sequences.getFirst().length == 0
            ? 0
            : sequences.getFirst()[0].length;
    for (int i = 0; i < flat.length; i++) {
      float[][] steps = sequences.get(i);
      Checks.requireSteps(what, i, steps.length);
      flat[i] = new float[steps.length * features];
      for (int t = 0; t < steps.length; t++) {
        if (steps[t].length != features || features == 0) {
          throw new DataException(
              "Example %d, step %d: the %s has %d features; the first step of example 0 has %d, and at least 1 is needed"
                  .formatted(i, t, what, steps[t].length, features));
        }
        Checks.requireFinite("Example %d, step %d".formatted(i, t), what, steps[t]);
        System.arraycopy(steps[t], 0, flat[i], t * features, features);
      }
    }
    return new FloatSequences(flat, features);
  }

  @Override
  public int count() {
    return sequences.length;
  }

  @Override
  public int steps(int example) {
    return sequences[example].length / features;
  }

  @Override
  public OptionalInt stepsOf(int example) {
    return OptionalInt.of(steps(example));
  }

  @Override
  public Supplier<Sequence> prepare(int[] examples) {
    return cut(examples, 0, Integer.MAX_VALUE);
  }

  @Override
  public Supplier<Sequence> cut(int[] streams, int from, int to) {
    var lengths = StreamColumn.lengths(this, streams, from, to);
    float[] padded = new float[lengths.max() * streams.length * features];
    for (int b = 0; b < streams.length; b++) {
      for (int t = 0; t < lengths.at(b); t++) {
        System.arraycopy(
            sequences[streams[b]],
            (from + t) * features,
            padded,
            (t * streams.length + b) * features,
            features);
      }
    }
    return () ->
        Sequence.of(Tensors.of(Shape.of(lengths.max(), streams.length, features), padded), lengths);
  }

  @Override
  public long fingerprint() {
    var hash = new ContentHash().add(features);
    for (float[] sequence : sequences) {
      hash.add(sequence);
    }
    return hash.value();
  }
}
