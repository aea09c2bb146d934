package dev.recurve.nn;

import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Tensors;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A memory made ready by {@link Attention#over}, to be asked again and again. Its tensors belong to
 * the running step, as the memory's own do.
 */
public final class AttentionMemory {
  /** Far below any score and still finite, so that a memory of length 0 gives no NaN. */
  private static final double NEVER = -1e30;

  private final String name;
  private final Form form;
  private final Tensor values;
  private final int steps;
  private final int batch;
  private final UnaryOperator<Tensor> scores;
  private final Optional<Tensor> mask;

  /**
   * The sizes of an attention.
   *
   * @param heads that weigh the steps each in its own way
   * @param finish what is done to the summed values
   */
  record Form(int querySize, int heads, boolean showHeads, UnaryOperator<Tensor> finish) {
    static Form single(int querySize) {
      return new Form(querySize, 1, false, UnaryOperator.identity());
    }
  }

  /**
   * A memory.
   *
   * @param memory its lengths say what is padding
   * @param values {@code [T, B, C]}, cut to the longest length
   * @param scores from {@code [B, querySize]} to {@code [T, B, heads]}
   */
  AttentionMemory(
      String name, Form form, Sequence memory, Tensor values, UnaryOperator<Tensor> scores) {
    this.name = name;
    this.form = form;
    this.values = values;
    this.scores = scores;
    this.steps = values.shape().dim(0);
    this.batch = memory.batch();
    this.mask =
        memory.lengths().areFull(steps)
            ? Optional.empty()
            : Optional.of(mask(memory, Shape.of(batch, form.heads, steps)));
  }

  /** The steps up to the longest length, {@code [T, B, features]}. */
  static Tensor cut(String name, int features, Sequence memory) {
    if (memory.features().rank() != 1 || memory.size() != features) {
      throw new ShapeException(
          "%s expects a memory of %d features on the last axis, received %s"
              .formatted(name, features, Axes.named(memory.data().shape())));
    }
    return memory.data().slice(0, 0, memory.lengths().max());
  }

  private static Tensor mask(Sequence memory, Shape shape) {
    double[] mask = new double[Math.toIntExact(shape.size())];
    int steps = shape.dim(2);
    for (int i = 0; i < mask.length; i++) {
      int b = i / steps / shape.dim(1);
      mask[i] = i % steps < memory.lengths().at(b) ? 1 : 0;
    }
    return Tensors.of(DeviceTensor.of(memory.data()).device(), shape, mask);
  }

  /** Steps of the memory, T: its longest length. */
  public int steps() {
    return steps;
  }

  /** Sequences of the memory, B. */
  public int batch() {
    return batch;
  }

  /**
   * Looks for what fits a query.
   *
   * @param query {@code [B, querySize]}, one for each sequence of the memory
   * @throws ShapeException if it has another shape
   */
  public Attended attend(Tensor query) {
    var wanted = Shape.of(batch, form.querySize);
    if (!query.shape().equals(wanted)) {
      throw new ShapeException(
          "%s expects a query %s for this memory, received %s"
              .formatted(name, Axes.named(wanted), Axes.named(query.shape())));
    }
    int heads = form.heads;
    var weights = steps == 0 ? query.zeros(Shape.of(batch, heads, 0)) : weights(query);
    var shown = form.showHeads ? weights : weights.reshape(Shape.of(batch, steps));
    var context = steps == 0 ? query.zeros(Shape.of(batch, values.shape().cols())) : sum(weights);
    return new Attended(form.finish.apply(context), shown);
  }

  private Tensor weights(Tensor query) {
    var fits = scores.apply(query).transpose(1, 2, 0);
    if (mask.isEmpty()) {
      return fits.softmax();
    }
    var never = fits.zeros(fits.shape()).add(NEVER);
    return fits.where(mask.get(), never).softmax().mul(mask.get());
  }

  private Tensor sum(Tensor weights) {
    int heads = form.heads;
    int each = values.shape().cols() / heads;
    var perStep = weights.transpose(2, 0, 1).reshape(Shape.of(steps, batch, heads, 1));
    var split = values.reshape(Shape.of(steps, batch, heads, each));
    return split.mul(perStep).sum(0).reshape(Shape.of(batch, heads * each));
  }
}
