package dev.recurve.nn;

import dev.recurve.Init;
import dev.recurve.Parameter;
import dev.recurve.Params;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import java.util.Optional;

/**
 * Attention by inner products (Luong et al. 2015): a step k of the memory fits a query q by {@code
 * qᵀk}, by {@code qᵀk/√d}, or by {@code qᵀWk}, whose product with the memory is made once. Their
 * third form, over the concatenation of both, is {@link AdditiveAttention}.
 */
public final class MultiplicativeAttention implements Attention {
  private final String form;
  private final int querySize;
  private final int memorySize;
  private final double scale;
  private final Optional<Parameter> weight;

  private MultiplicativeAttention(
      String form, int querySize, int memorySize, double scale, Optional<Parameter> weight) {
    if (querySize < 1 || memorySize < 1) {
      throw new IllegalArgumentException(
          "Multiplicative attention needs at least one feature of query and memory, received %d and %d"
              .formatted(querySize, memorySize));
    }
    this.form = form;
    this.querySize = querySize;
    this.memorySize = memorySize;
    this.scale = scale;
    this.weight = weight;
  }

  /** {@code qᵀk}, without weights: query and memory have the same features. */
  public static MultiplicativeAttention dot(int size) {
    return new MultiplicativeAttention("dot", size, size, 1, Optional.empty());
  }

  /** {@code qᵀk/√size} (Vaswani et al. 2017), without weights. */
  public static MultiplicativeAttention scaledDot(int size) {
    return new MultiplicativeAttention(
        "scaled dot", size, size, 1 / Math.sqrt(size), Optional.empty());
  }

  /** {@code qᵀWk}, for query and memory of any sizes. */
  public static General general(int querySize, int memorySize) {
    return new General(querySize, memorySize);
  }

  /**
   * The sizes before the weights.
   *
   * @param querySize features of a query
   * @param memorySize features of the memory
   */
  public record General(int querySize, int memorySize) {
    /** Checks the sizes. */
    public General {
      if (querySize < 1 || memorySize < 1) {
        throw new IllegalArgumentException(
            "Multiplicative attention needs at least one feature of query and memory, received %d and %d"
                .formatted(querySize, memorySize));
      }
    }

    /** Builds it; parameter {@code weight} {@code [querySize, memorySize]}. */
    public MultiplicativeAttention with(Params params) {
      var weight = params.get("weight", Shape.of(querySize, memorySize), Init.scaledTo(memorySize));
      return new MultiplicativeAttention("general", querySize, memorySize, 1, Optional.of(weight));
    }
  }

  /**
   * Prepares a memory.
   *
   * @throws ShapeException if it has other features
   */
  @Override
  public AttentionMemory over(Sequence memory) {
    var steps = AttentionMemory.cut(describe(), memorySize, memory);
    var keys = weight.map(w -> steps.matmulTransposed(w.value())).orElse(steps);
    return new AttentionMemory(
        describe(),
        AttentionMemory.Form.single(querySize),
        memory,
        steps,
        query -> products(keys, query.mul(scale), 1));
  }

  /** The inner products of each head's features, {@code [T, B, heads]}. */
  static Tensor products(Tensor keys, Tensor query, int heads) {
    var shape = keys.shape();
    var split = Shape.of(shape.dim(0), shape.dim(1), heads, shape.dim(2) / heads);
    return keys.mul(query).reshape(split).sum(-1);
  }

  @Override
  public int querySize() {
    return querySize;
  }

  @Override
  public int memorySize() {
    return memorySize;
  }

  @Override
  public int contextSize() {
    return memorySize;
  }

  @Override
  public String describe() {
    return "MultiplicativeAttention(%s, query %d, memory %d)"
        .formatted(form, querySize, memorySize);
  }
}
