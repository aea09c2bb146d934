package dev.recurve.nn;

import dev.recurve.Init;
import dev.recurve.Layer;
import dev.recurve.Parameter;
import dev.recurve.Params;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import java.util.List;

/**
 * Folds a sequence's steps into one vector by learned weights (Yang et al. 2016): a step h counts
 * by the softmax over the steps of {@code vᵀ tanh(W h + b)}. A sequence of length 0 is refused, as
 * by every {@link Pool}.
 */
public final class AttentionPool implements Layer<Sequence, Tensor> {
  private final Linear units;
  private final Parameter score;

  private AttentionPool(Linear units, Parameter score) {
    this.units = units;
    this.score = score;
  }

  /**
   * The sizes.
   *
   * @param features of each step
   * @param units in which steps are judged
   */
  public static Sized sized(int features, int units) {
    return new Sized(features, units);
  }

  /**
   * The sizes before the weights.
   *
   * @param features of each step
   * @param units in which steps are judged
   */
  public record Sized(int features, int units) {
    /** Checks the sizes. */
    public Sized {
      if (features < 1 || units < 1) {
        throw new IllegalArgumentException(
            "Attention pooling needs at least one feature and one unit, received %d and %d"
                .formatted(features, units));
      }
    }

    /**
     * Builds the layer; parameters of a {@link Linear} in the child {@code units}, and {@code
     * score} {@code [1, units]}.
     */
    public AttentionPool with(Params params) {
      return new AttentionPool(
          Linear.sized(features, units).with(params.child("units")),
          params.get("score", Shape.of(1, units), Init.scaledTo(units)));
    }
  }

  /** Folds the steps, {@code [T, B, features]} to {@code [B, features]}. */
  @Override
  public Tensor apply(Sequence input) {
    return attend(input).context();
  }

  /**
   * The same with the weights.
   *
   * @param input {@code [T, B, features]}
   * @throws dev.recurve.ShapeException if it has other features
   * @throws dev.recurve.DataException if a sequence has length 0
   */
  public Attended attend(Sequence input) {
    Pool.requireSteps(input, "attention");
    int features = units.inputs();
    var steps = AttentionMemory.cut(describe(), features, input);
    var scores = units.apply(steps).tanh().matmulTransposed(score.value());
    var memory =
        new AttentionMemory(describe(), AttentionMemory.Form.single(0), input, steps, _ -> scores);
    return memory.attend(steps.zeros(Shape.of(input.batch(), 0)));
  }

  @Override
  public List<Child> children() {
    return List.of(new Child("units", units));
  }

  @Override
  public String describe() {
    return "AttentionPool(%d)".formatted(units.inputs());
  }
}
