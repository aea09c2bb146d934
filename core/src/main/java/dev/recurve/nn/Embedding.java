package dev.recurve.nn;

import dev.recurve.Init;
import dev.recurve.Parameter;
import dev.recurve.Params;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Streamable;
import dev.recurve.Streaming;
import dev.recurve.Tokens;
import dev.recurve.autodiff.DeviceTensor;

/** A learned vector for each token: {@code [T, B]} ids become {@code [T, B, size]}. */
public final class Embedding implements Streamable<Tokens, Sequence> {
  private final int tokens;
  private final int size;
  private final Parameter weight;

  private Embedding(Parameter weight) {
    this.tokens = weight.shape().dim(0);
    this.size = weight.shape().dim(1);
    this.weight = weight;
  }

  /** A table of {@code tokens} vectors of {@code size} features. */
  public static Sized sized(int tokens, int size) {
    return new Sized(tokens, size);
  }

  /**
   * Looks up in a table that another layer may hold too.
   *
   * @param weight {@code [tokens, size]}
   * @throws ShapeException if it has another rank
   */
  public static Embedding over(Parameter weight) {
    if (weight.shape().rank() != 2) {
      throw new ShapeException(
          "An embedding expects a table [tokens, size], received %s %s"
              .formatted(weight.name(), weight.shape()));
    }
    return new Embedding(weight);
  }

  /**
   * The sizes before the weights.
   *
   * @param tokens size of the vocabulary
   * @param size features of each vector
   */
  public record Sized(int tokens, int size) {
    /** Checks the sizes. */
    public Sized {
      if (tokens < 1 || size < 1) {
        throw new IllegalArgumentException(
            "An embedding needs at least one token and one feature, received %d and %d"
                .formatted(tokens, size));
      }
    }

    /** Builds the layer; parameter {@code weight} {@code [tokens, size]}. */
    public Embedding with(Params params) {
      return over(params.get("weight", Shape.of(tokens, size), new Init.Normal(1)));
    }
  }

  /** The table, {@code [tokens, size]}, for another layer to share. */
  public Parameter weight() {
    return weight;
  }

  /** Looks up every id within the lengths; what lies in the padding is never looked at. */
  @Override
  public Sequence apply(Tokens input) {
    return PackedSteps.map(input.ids(), input.lengths(), weight.value()::gather);
  }

  @Override
  public Streaming streaming() {
    return LayerSteps.of(
        new WindowStage.Plan(
            describe(),
            weight,
            new Stage.Input.Token(tokens),
            size,
            (site, ids, output) -> {
              var backend = site.device().backend();
              var table = DeviceTensor.of(weight.value()).mat();
              var from = ids.mat();
              var to = output.mat();
              return () -> backend.gatherRows(table, from, to);
            }));
  }

  @Override
  public String describe() {
    return "Embedding(%d tokens → %d)".formatted(tokens, size);
  }
}
