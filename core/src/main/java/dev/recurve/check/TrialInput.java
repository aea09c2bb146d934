package dev.recurve.check;

import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.Tokens;
import dev.recurve.autodiff.Tensors;
import dev.recurve.runtime.Device;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a layer is tried on: numbers that are made up, and the same each time.
 *
 * @param <I> what goes into the layer
 */
public abstract sealed class TrialInput<I> {
  private TrialInput() {}

  /**
   * Sequences of steps with these axes, for example {@code sequences(3)} for {@code [T, B, 3]}; the
   * numbers lie between -1.3 and 1.3.
   */
  public static TrialInput<Sequence> sequences(int... features) {
    return new Sequences(Shape.of(features));
  }

  /** Sequences of tokens from a vocabulary of this size. */
  public static TrialInput<Tokens> tokens(int vocabulary) {
    if (vocabulary < 1) {
      throw new IllegalArgumentException(
          "A vocabulary has at least one token, received " + vocabulary);
    }
    return new TokenIds(vocabulary);
  }

  /** Batches without time, for example {@code rows(3)} for {@code [B, 3]}. */
  public static TrialInput<Tensor> rows(int... features) {
    return new Rows(Shape.of(features));
  }

  /** Whether there is padding in it. */
  abstract boolean hasTime();

  /** The numbers of a batch, or empty if there are none that gradients flow to. */
  abstract Optional<Values> values(Trial trial);

  /**
   * The input.
   *
   * @param numbers those of {@link #values}, if there are any
   */
  abstract I input(Trial trial, Device device, Optional<Tensor> numbers);

  /** Numbers and their axes. */
  record Values(Shape shape, double[] numbers) {
    Tensor on(Device device) {
      return Tensors.of(device, shape, numbers);
    }
  }

  /** A number that looks random and depends on seed and index alone. */
  static double number(int seed, long index) {
    return Math.sin(1 + 7.1 * seed + 3.7 * index) + 0.3 * Math.cos(2.3 * index);
  }

  private static final class Sequences extends TrialInput<Sequence> {
    private final Shape features;

    Sequences(Shape features) {
      this.features = features;
    }

    @Override
    boolean hasTime() {
      return true;
    }

    @Override
    Optional<Values> values(Trial trial) {
      var shape = Shape.of(trial.steps(), trial.lengths().batch()).then(features);
      double[] numbers = new double[Math.toIntExact(shape.size())];
      int each = Math.toIntExact(features.size());
      for (int i = 0; i < numbers.length; i++) {
        int row = i / each;
        numbers[i] =
            trial.isPadding(row)
                ? trial.padding()
                : number(3, (long) trial.sourceRow(row) * each + i % each);
      }
      return Optional.of(new Values(shape, numbers));
    }

    @Override
    Sequence input(Trial trial, Device device, Optional<Tensor> numbers) {
      return Sequence.of(numbers.orElseThrow(), trial.lengths());
    }
  }

  private static final class TokenIds extends TrialInput<Tokens> {
    private final int vocabulary;

    TokenIds(int vocabulary) {
      this.vocabulary = vocabulary;
    }

    @Override
    boolean hasTime() {
      return true;
    }

    @Override
    Optional<Values> values(Trial trial) {
      return Optional.empty();
    }

    @Override
    Tokens input(Trial trial, Device device, Optional<Tensor> numbers) {
      var shape = Shape.of(trial.steps(), trial.lengths().batch());
      int[] ids = new int[Math.toIntExact(shape.size())];
      for (int row = 0; row < ids.length; row++) {
        ids[row] =
            trial.isPadding(row)
                ? garbage(trial.padding())
                : (5 * trial.sourceRow(row) + 3) % vocabulary;
      }
      return new Tokens(Tensors.ofInts(device, shape, ids), trial.lengths());
    }

    private static int garbage(double padding) {
      return Double.isNaN(padding) ? Integer.MIN_VALUE : (int) padding;
    }
  }

  private static final class Rows extends TrialInput<Tensor> {
    private final Shape features;

    Rows(Shape features) {
      this.features = features;
    }

    @Override
    boolean hasTime() {
      return false;
    }

    @Override
    Optional<Values> values(Trial trial) {
      var shape = Shape.of(trial.lengths().batch()).then(features);
      double[] numbers = new double[Math.toIntExact(shape.size())];
      Arrays.setAll(numbers, i -> number(3, i));
      return Optional.of(new Values(shape, numbers));
    }

    @Override
    Tensor input(Trial trial, Device device, Optional<Tensor> numbers) {
      return numbers.orElseThrow();
    }
  }
}
