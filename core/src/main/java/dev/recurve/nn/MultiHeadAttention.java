package dev.recurve.nn;

import dev.recurve.Layer;
import dev.recurve.Params;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Multi-head attention (Vaswani et al. 2017): query, keys and values are mapped to {@code size}
 * features, each head attends over its share of them by {@code softmax(q·kᵀ/√(size/heads))}, and
 * what the heads find is mapped once more. As a layer it lets each step of a sequence look at all
 * steps of the same sequence; {@link #attend} looks into another, and {@link #over} asks step by
 * step.
 */
public final class MultiHeadAttention implements Attention, Layer<Sequence, Sequence> {
  private final Sized sized;
  private final Linear query;
  private final Linear key;
  private final Linear value;
  private final Linear output;

  private MultiHeadAttention(Sized sized, Params params) {
    int size = sized.size;
    this.sized = sized;
    this.query = Linear.sized(size, size).with(params.child("query"));
    this.key = Linear.sized(sized.memorySize, size).with(params.child("key"));
    this.value = Linear.sized(sized.memorySize, size).with(params.child("value"));
    this.output = Linear.sized(size, size).with(params.child("output"));
  }

  /** Attention of a sequence of so many features to itself or to another of as many. */
  public static Sized sized(int size, int heads) {
    return new Sized(size, heads, size);
  }

  /**
   * The sizes before the weights.
   *
   * @param size features of the queries and of the output, a multiple of the heads
   * @param heads that attend beside each other
   * @param memorySize features of what is looked into
   */
  public record Sized(int size, int heads, int memorySize) {
    /** Checks the sizes. */
    public Sized {
      if (size < 1 || heads < 1 || memorySize < 1 || size % heads != 0) {
        throw new IllegalArgumentException(
            "Multi-head attention needs at least one head and memory feature and a size that the heads divide, received size %d, heads %d, memory size %d"
                .formatted(size, heads, memorySize));
      }
    }

    /** Looks into a memory of another number of features. */
    public Sized memorySize(int features) {
      return new Sized(size, heads, features);
    }

    /**
     * Builds it; {@link Linear} maps in the children {@code query}, {@code key}, {@code value} and
     * {@code output}.
     */
    public MultiHeadAttention with(Params params) {
      return new MultiHeadAttention(this, params);
    }
  }

  /** Each step looks at all steps of its own sequence, {@code [T, B, size]} to the same. */
  @Override
  public Sequence apply(Sequence input) {
    return attend(input, input);
  }

  /**
   * Each step of the queries looks at all steps of the memory's sequence in the same place of the
   * batch.
   *
   * @param queries {@code [T, B, size]}
   * @param memory {@code [S, B, memorySize]}; where a sequence has length 0, its queries find zeros
   * @return {@code [T, B, size]}, with the queries' lengths
   * @throws ShapeException if features or batches differ
   */
  public Sequence attend(Sequence queries, Sequence memory) {
    if (queries.features().rank() != 1 || queries.size() != sized.size) {
      throw new ShapeException(
          "%s expects queries of %d features on the last axis, received %s"
              .formatted(describe(), sized.size, Axes.named(queries.data().shape())));
    }
    if (queries.batch() != memory.batch()) {
      throw new ShapeException(
          "%s expects a memory for each sequence of queries, received %d sequences of queries and %d of memory"
              .formatted(describe(), queries.batch(), memory.batch()));
    }
    AttentionMemory.cut(describe(), sized.memorySize, memory);
    var q = PerStep.of(query).apply(queries).data().mul(scale()).transpose(1, 0, 2);
    var k = PerStep.of(key).apply(memory).data().transpose(1, 0, 2);
    var v = PerStep.of(value).apply(memory).data().transpose(1, 0, 2);
    var found = new ArrayList<Tensor>();
    for (int b = 0; b < queries.batch(); b++) {
      int asked = queries.lengths().at(b);
      int known = memory.lengths().at(b);
      if (asked > 0) {
        found.add(
            known == 0
                ? q.zeros(Shape.of(asked, sized.size))
                : heads(
                    q.at(b).slice(0, 0, asked),
                    k.at(b).slice(0, 0, known),
                    v.at(b).slice(0, 0, known)));
      }
    }
    return PerStep.of(output).apply(inPlace(queries, found));
  }

  /** One sequence without padding: {@code [T, size]}. */
  private Tensor heads(Tensor q, Tensor k, Tensor v) {
    var parts = new ArrayList<Tensor>();
    int each = sized.size / sized.heads;
    for (int from = 0; from < sized.size; from += each) {
      var weights =
          q.slice(1, from, from + each).matmulTransposed(k.slice(1, from, from + each)).softmax();
      parts.add(weights.matmul(v.slice(1, from, from + each)));
    }
    return parts.getFirst().concat(1, List.copyOf(parts.subList(1, parts.size())));
  }

  /** Rows that lie sequence after sequence, brought to their places in a padded batch. */
  private static Sequence inPlace(Sequence like, List<Tensor> found) {
    if (found.isEmpty()) {
      return like;
    }
    int batch = like.batch();
    int[] places = new int[like.steps() * batch];
    int first = 0;
    for (int b = 0; b < batch; b++) {
      for (int t = 0; t < like.steps(); t++) {
        places[t * batch + b] = t < like.lengths().at(b) ? first + t : -1;
      }
      first += like.lengths().at(b);
    }
    var rows = found.getFirst().concat(0, List.copyOf(found.subList(1, found.size())));
    var data = PackedSteps.pick(rows, places).reshape(like.data().shape());
    return Sequence.of(data, like.lengths());
  }

  private double scale() {
    return 1 / Math.sqrt((double) sized.size / sized.heads);
  }

  /**
   * Prepares a memory for single queries; their weights are {@code [B, heads, T]}.
   *
   * @throws ShapeException if it has other features
   */
  @Override
  public AttentionMemory over(Sequence memory) {
    var steps = AttentionMemory.cut(describe(), sized.memorySize, memory);
    var keys = key.apply(steps);
    return new AttentionMemory(
        describe(),
        new AttentionMemory.Form(sized.size, sized.heads, true, output::apply),
        memory,
        value.apply(steps),
        asked ->
            MultiplicativeAttention.products(keys, query.apply(asked).mul(scale()), sized.heads));
  }

  @Override
  public int querySize() {
    return sized.size;
  }

  @Override
  public int memorySize() {
    return sized.memorySize;
  }

  @Override
  public int contextSize() {
    return sized.size;
  }

  @Override
  public List<Child> children() {
    return List.of(
        new Child("query", query),
        new Child("key", key),
        new Child("value", value),
        new Child("output", output));
  }

  @Override
  public String describe() {
    return "MultiHeadAttention(%d, heads %d, memory %d)"
        .formatted(sized.size, sized.heads, sized.memorySize);
  }
}
