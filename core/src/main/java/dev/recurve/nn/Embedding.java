package dev.recurve.nn;

import dev.recurve.Init;
import dev.recurve.Parameter;
import dev.recurve.Params;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Streamable;
import dev.recurve.Streaming;
import dev.recurve.Tensor;
import dev.recurve.Tokens;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Scope;
import dev.recurve.autodiff.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A learned vector for each token: {@code [T, B]} ids become {@code [T, B, size]}. */
public final class Embedding implements Streamable<Tokens, Sequence> {
  private final int tokens;
  private final int size;
  private final Parameter weight;
  private final Optional<Padding> padding;

  /**
   * A token that gets no gradient.
   *
   * @param isOther {@code [tokens, 1]}, 0 for this token and 1 for all others
   */
  private record Padding(int token, Tensor isOther) {}

  private Embedding(Parameter weight, OptionalInt padding) {
    this.tokens = weight.shape().dim(0);
    this.size = weight.shape().dim(1);
    this.weight = weight;
    this.padding =
        padding.isPresent() ? Optional.of(padding(padding.getAsInt())) : Optional.empty();
  }

  private Padding padding(int token) {
    double[] isOther = new double[tokens];
    Arrays.fill(isOther, 1);
    isOther[token] = 0;
    var device = DeviceTensor.of(weight.value()).device();
    return new Padding(token, Tensors.of(device, Shape.of(tokens, 1), isOther));
  }

  /** A table of {@code tokens} vectors of {@code size} features. */
  public static Sized sized(int tokens, int size) {
    return new Sized(tokens, size, new Init.Normal(1), OptionalInt.empty(), false);
  }

  /**
   * A table that begins with vectors read from a file, a token for each word.
   *
   * @param words the vocabulary in order; words that the file does not have begin as {@link
   *     WordVectors#table} says
   */
  public static Sized of(WordVectors vectors, List<String> words) {
    return new Sized(
        words.size(), vectors.size(), Init.given(vectors.table(words)), OptionalInt.empty(), false);
  }

  /**
   * Looks up in a table that another layer may hold too.
   *
   * @param weight {@code [tokens, size]}
   * @throws ShapeException if it has another rank
   */
  public static Embedding over(Parameter weight) {
    return over(weight, OptionalInt.empty());
  }

  private static Embedding over(Parameter weight, OptionalInt padding) {
    if (weight.shape().rank() != 2) {
      throw new ShapeException(
          "An embedding expects a table [tokens, size], received %s %s"
              .formatted(weight.name(), weight.shape()));
    }
    return new Embedding(weight, padding);
  }

  /**
   * The choices before the weights.
   *
   * @param tokens size of the vocabulary
   * @param size features of each vector
   * @param init how vectors begin
   * @param padding a token whose vector is 0 and stays so
   * @param isFrozen whether vectors stay as they begin
   */
  public record Sized(int tokens, int size, Init init, OptionalInt padding, boolean isFrozen) {
    /** Checks the sizes. */
    public Sized {
      if (tokens < 1 || size < 1) {
        throw new IllegalArgumentException(
            "An embedding needs at least one token and one feature, received %d and %d"
                .formatted(tokens, size));
      }
      if (padding.isPresent() && (padding.getAsInt() < 0 || padding.getAsInt() >= tokens)) {
        throw new IllegalArgumentException(
            "The padding is one of the tokens 0…%d, received %d"
                .formatted(tokens - 1, padding.getAsInt()));
      }
    }

    /** With vectors that begin otherwise; usually normal with deviation 1. */
    public Sized init(Init beginning) {
      return new Sized(tokens, size, beginning, padding, isFrozen);
    }

    /**
     * With a token that stands for nothing, also within the lengths: its vector begins with zeros
     * and gets no gradient.
     */
    public Sized padding(int token) {
      return new Sized(tokens, size, init, OptionalInt.of(token), isFrozen);
    }

    /** With vectors that are saved with the model but never trained. */
    public Sized frozen() {
      return new Sized(tokens, size, init, padding, true);
    }

    /** Builds the layer; parameter, or buffer if frozen, {@code weight} {@code [tokens, size]}. */
    public Embedding with(Params params) {
      var shape = Shape.of(tokens, size);
      var begins = padding.isPresent() ? new Init.ZeroRow(init, padding.getAsInt()) : init;
      return over(
          isFrozen ? params.buffer("weight", shape, begins) : params.get("weight", shape, begins),
          padding);
    }
  }

  /** The table, {@code [tokens, size]}, for another layer to share. */
  public Parameter weight() {
    return weight;
  }

  /** Looks up every id within the lengths; what lies in the padding is never looked at. */
  @Override
  public Sequence apply(Tokens input) {
    return PackedSteps.map(input.ids(), input.lengths(), this::lookUp);
  }

  private Tensor lookUp(Tensor ids) {
    var vectors = weight.value().gather(ids);
    return padding
        .filter(_ -> Scope.isRecording())
        .map(none -> vectors.where(none.isOther().gather(ids), vectors.detach()))
        .orElse(vectors);
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
    String except = padding.map(none -> ", padding %d".formatted(none.token())).orElse("");
    return "Embedding(%d tokens → %d%s)".formatted(tokens, size, except);
  }
}
