package dev.recurve.nn;

import dev.recurve.Layer;
import dev.recurve.RecurveException;
import dev.recurve.Sequence;
import dev.recurve.ShapeException;
import dev.recurve.Streamable;
import dev.recurve.Streaming;
import dev.recurve.Tensor;
import java.util.List;

/**
 * A layer for single steps {@code [batch, features…]}, applied to every step of a sequence alike;
 * known elsewhere as TimeDistributed. The layer sees all steps within the lengths as one batch.
 */
public final class PerStep implements Streamable<Sequence, Sequence> {
  private final Layer<Tensor, Tensor> layer;

  private PerStep(Layer<Tensor, Tensor> layer) {
    this.layer = layer;
  }

  /** The layer over sequences. */
  public static PerStep of(Layer<Tensor, Tensor> layer) {
    return new PerStep(layer);
  }

  @Override
  public Sequence apply(Sequence input) {
    return PackedSteps.map(input.data(), input.lengths(), this::applied);
  }

  /** Every layer for single steps streams; those that know how do so without tensors. */
  @Override
  public Streaming streaming() {
    try {
      return Streamable.of(layer).streaming();
    } catch (RecurveException _) {
      return LayerSteps.of(new TensorStage.Plan(layer));
    }
  }

  private Tensor applied(Tensor rows) {
    var mapped = layer.apply(rows);
    if (mapped.shape().rank() < 2 || mapped.shape().dim(0) != rows.shape().dim(0)) {
      throw new ShapeException(
          "%s keeps the rows of a batch of steps %s, but gave %s"
              .formatted(describe(), rows.shape(), mapped.shape()));
    }
    return mapped;
  }

  @Override
  public String describe() {
    return "PerStep(%s)".formatted(layer.describe());
  }

  @Override
  public List<Child> children() {
    return List.of(new Child("layer", layer));
  }
}
