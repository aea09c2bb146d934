package dev.recurve;

import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A padded batch of sequences and how long each of them is. This is the only way such a batch
 * travels, so that no layer, loss or metric can lose the lengths.
 *
 * <p>Padding is invisible: building a sequence makes every step past a length exactly 0, whatever
 * stood there before, NaN included.
 */
public final class Sequence {
  private final Tensor data;
  private final Lengths lengths;

  private Sequence(Tensor data, Lengths lengths) {
    this.data = data;
    this.lengths = lengths;
  }

  /**
   * A padded batch.
   *
   * @param data {@code [T, B, features…]}; whatever lies past a length is replaced by 0
   * @param lengths B lengths of at most T
   * @throws ShapeException if data has fewer than three axes, or lengths and data disagree
   */
  public static Sequence of(Tensor data, Lengths lengths) {
    Objects.requireNonNull(lengths, "lengths");
    var shape = data.shape();
    if (shape.rank() < 3) {
      throw new ShapeException(
          "A sequence has axes [time, batch, features…], received %s".formatted(shape));
    }
    if (shape.dim(1) != lengths.batch()) {
      throw new ShapeException(
          "Data %s has a batch of %d sequences, but %d lengths were given"
              .formatted(shape, shape.dim(1), lengths.batch()));
    }
    if (lengths.max() > shape.dim(0)) {
      throw new ShapeException(
          "A length of %d goes beyond the %d steps of the data %s"
              .formatted(lengths.max(), shape.dim(0), shape));
    }
    return new Sequence(data.zeroPadding(lengths), lengths);
  }

  /** A batch {@code [T, B, features…]} in which every sequence has all T steps. */
  public static Sequence full(Tensor data) {
    if (data.shape().rank() < 3) {
      throw new ShapeException(
          "A sequence has axes [time, batch, features…], received %s".formatted(data.shape()));
    }
    return of(data, Lengths.full(data.shape().dim(1), data.shape().dim(0)));
  }

  /** The values, {@code [T, B, features…]}; 0 in the padding. */
  public Tensor data() {
    return data;
  }

  /** The length of each sequence. */
  public Lengths lengths() {
    return lengths;
  }

  /** Number of steps of the padded batch, T. */
  public int steps() {
    return data.shape().dim(0);
  }

  /** Number of sequences, B. */
  public int batch() {
    return data.shape().dim(1);
  }

  /** The axes after time and batch. */
  public Shape features() {
    return data.shape().range(2, data.shape().rank());
  }

  /** Size of the last axis. */
  public int size() {
    return data.shape().cols();
  }

  /** Whether any sequence is shorter than the batch. */
  public boolean hasPadding() {
    return !lengths.areFull(steps());
  }

  /**
   * The sequence with its values computed anew; the lengths stay, and so does the zero padding. The
   * function sees the padding's zeros: where it has no derivative at 0, apply it through {@code
   * PerStep}, which computes real steps only.
   *
   * @param function keeps the time and batch axes
   */
  public Sequence map(UnaryOperator<Tensor> function) {
    var mapped = function.apply(data);
    if (mapped.shape().rank() < 3 || mapped.shape().dim(0) != steps()) {
      throw new ShapeException(
          "A function over a sequence keeps its time axis of %d, received %s"
              .formatted(steps(), mapped.shape()));
    }
    return of(mapped, lengths);
  }

  /** For example {@code Sequence[time 20, batch 32, features [64]]}. */
  @Override
  public String toString() {
    return "Sequence[time %d, batch %d, features %s]".formatted(steps(), batch(), features());
  }
}
