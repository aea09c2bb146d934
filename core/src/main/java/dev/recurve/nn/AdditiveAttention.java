package dev.recurve.nn;

import dev.recurve.Init;
import dev.recurve.Parameter;
import dev.recurve.Params;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;

/**
 * Additive attention (Bahdanau et al. 2015): a step k of the memory fits a query q by {@code vᵀ
 * tanh(W_q q + W_k k)}. The products with the memory are made once.
 */
public final class AdditiveAttention implements Attention {
  private final Sized sized;
  private final Parameter weightQuery;
  private final Parameter weightMemory;
  private final Parameter score;

  private AdditiveAttention(
      Sized sized, Parameter weightQuery, Parameter weightMemory, Parameter score) {
    this.sized = sized;
    this.weightQuery = weightQuery;
    this.weightMemory = weightMemory;
    this.score = score;
  }

  /**
   * The sizes.
   *
   * @param querySize features of a query
   * @param memorySize features of the memory
   * @param units in which the two are compared
   */
  public static Sized sized(int querySize, int memorySize, int units) {
    return new Sized(querySize, memorySize, units);
  }

  /**
   * The sizes before the weights.
   *
   * @param querySize features of a query
   * @param memorySize features of the memory
   * @param units in which the two are compared
   */
  public record Sized(int querySize, int memorySize, int units) {
    /** Checks the sizes. */
    public Sized {
      if (querySize < 1 || memorySize < 1 || units < 1) {
        throw new IllegalArgumentException(
            "Additive attention needs at least one query feature, memory feature and unit, received %d, %d and %d"
                .formatted(querySize, memorySize, units));
      }
    }

    /**
     * Builds it; parameters {@code weight_query} {@code [units, querySize]}, {@code weight_memory}
     * {@code [units, memorySize]} and {@code score} {@code [1, units]}.
     */
    public AdditiveAttention with(Params params) {
      return new AdditiveAttention(
          this,
          params.get("weight_query", Shape.of(units, querySize), Init.scaledTo(querySize)),
          params.get("weight_memory", Shape.of(units, memorySize), Init.scaledTo(memorySize)),
          params.get("score", Shape.of(1, units), Init.scaledTo(units)));
    }
  }

  /**
   * Prepares a memory.
   *
   * @throws ShapeException if it has other features
   */
  @Override
  public AttentionMemory over(Sequence memory) {
    var steps = AttentionMemory.cut(describe(), sized.memorySize, memory);
    var keys = steps.matmulTransposed(weightMemory.value());
    return new AttentionMemory(
        describe(),
        AttentionMemory.Form.single(sized.querySize),
        memory,
        steps,
        query -> score(keys, query));
  }

  private Tensor score(Tensor keys, Tensor query) {
    var asked = query.matmulTransposed(weightQuery.value());
    return keys.add(asked).tanh().matmulTransposed(score.value());
  }

  @Override
  public int querySize() {
    return sized.querySize;
  }

  @Override
  public int memorySize() {
    return sized.memorySize;
  }

  @Override
  public int contextSize() {
    return sized.memorySize;
  }

  @Override
  public String describe() {
    return "AdditiveAttention(query %d, memory %d, units %d)"
        .formatted(sized.querySize, sized.memorySize, sized.units);
  }
}
