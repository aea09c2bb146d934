package dev.recurve.nn;

import dev.recurve.DataException;
import dev.recurve.Layer;
import dev.recurve.Lengths;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Tensors;
import java.util.List;
import java.util.function.Function;

/**
 * Folds a sequence's steps into one vector, {@code [T, B, C]} to {@code [B, C]}, looking only at
 * steps within the lengths. A sequence of length 0 has nothing to fold and is refused.
 */
public final class Pool implements Layer<Sequence, Tensor> {
  /** What loses against any value. */
  private static final double LEAST = Double.NEGATIVE_INFINITY;

  private final String name;
  private final Function<Sequence, Tensor> function;

  private Pool(String name, Function<Sequence, Tensor> function) {
    this.name = name;
    this.function = function;
  }

  /** Each sequence's last step. */
  public static Pool lastStep() {
    return new Pool("last step", input -> stepAt(input, lastSteps(input.lengths())));
  }

  /**
   * For the output of a bidirectional layer: the first half of the features at each sequence's last
   * step and the second half at its first, which is where each direction has seen everything.
   */
  public static Pool bothEnds() {
    return new Pool(
        "both ends",
        input -> {
          if (input.size() % 2 != 0) {
            throw new ShapeException(
                "Pooling both ends takes an equal share of features from each, received %s; use it after a bidirectional layer"
                    .formatted(Axes.named(input.data().shape())));
          }
          int half = input.size() / 2;
          var last = stepAt(input, lastSteps(input.lengths())).slice(1, 0, half);
          var first = stepAt(input, new int[input.batch()]).slice(1, half, input.size());
          return last.concat(1, List.of(first));
        });
  }

  /** The mean over each sequence's steps. */
  public static Pool mean() {
    return new Pool(
        "mean",
        input -> {
          var lengths = input.lengths();
          double[] share = new double[lengths.batch()];
          for (int b = 0; b < share.length; b++) {
            share[b] = 1.0 / lengths.at(b);
          }
          var device = DeviceTensor.of(input.data()).device();
          return input.data().sum(0).mul(Tensors.of(device, Shape.of(share.length, 1), share));
        });
  }

  /**
   * The largest of each feature over each sequence's steps; where several steps share it, one of
   * them gets the gradient.
   */
  public static Pool max() {
    return new Pool(
        "max",
        input -> {
          var steps = input.data().slice(0, 0, input.lengths().max());
          if (input.batch() == 0) {
            return steps.sum(0);
          }
          if (!input.lengths().areFull(input.lengths().max())) {
            var never = Tensors.filled(DeviceTensor.of(steps).device(), steps.shape(), LEAST);
            steps = steps.where(within(input.lengths(), steps), never);
          }
          return largest(steps).at(0);
        });
  }

  /** 1 where a step lies within its sequence's length, else 0: {@code [T, B, 1]}. */
  private static Tensor within(Lengths lengths, Tensor like) {
    var shape = like.shape().with(-1, 1);
    double[] mask = new double[Math.toIntExact(shape.size())];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = i / lengths.batch() < lengths.at(i % lengths.batch()) ? 1 : 0;
    }
    return Tensors.of(DeviceTensor.of(like).device(), shape, mask);
  }

  /**
   * The largest along the first axis: halves it again and again, so that it takes few operations.
   */
  static Tensor largest(Tensor steps) {
    int count = steps.shape().dim(0);
    if (count == 1) {
      return steps;
    }
    int half = count / 2;
    var larger = steps.slice(0, 0, half).max(steps.slice(0, half, 2 * half));
    return largest(
        count == 2 * half ? larger : larger.concat(0, List.of(steps.slice(0, count - 1, count))));
  }

  /**
   * Folds the steps.
   *
   * @param input {@code [T, B, C]}
   * @return {@code [B, C]}
   * @throws ShapeException if a step is not a vector
   * @throws DataException if a sequence has length 0
   */
  @Override
  public Tensor apply(Sequence input) {
    if (input.features().rank() != 1) {
      throw new ShapeException(
          "Pooling folds steps that are vectors, [time, batch, features], received %s"
              .formatted(input.data().shape()));
    }
    requireSteps(input, name);
    return function.apply(input);
  }

  /** Refuses sequences of length 0. */
  static void requireSteps(Sequence input, String pooling) {
    for (int b = 0; b < input.batch(); b++) {
      if (input.lengths().at(b) == 0) {
        throw new DataException(
            "Sequence %d of the batch has length 0; pooling over %s needs at least one step; leave empty sequences out when loading"
                .formatted(b, pooling));
      }
    }
  }

  private static int[] lastSteps(Lengths lengths) {
    int[] steps = lengths.toArray();
    for (int b = 0; b < steps.length; b++) {
      steps[b]--;
    }
    return steps;
  }

  private static Tensor stepAt(Sequence input, int[] steps) {
    int[] rows = new int[steps.length];
    for (int b = 0; b < rows.length; b++) {
      rows[b] = steps[b] * input.batch() + b;
    }
    var device = DeviceTensor.of(input.data()).device();
    return input
        .data()
        .reshape(Shape.of(input.steps() * input.batch(), input.size()))
        .gather(Tensors.ofInts(device, Shape.of(rows.length), rows));
  }

  @Override
  public String describe() {
    return "Pool(%s)".formatted(name);
  }
}
