package dev.recurve.nn;

import dev.recurve.Init;
import dev.recurve.Parameter;
import dev.recurve.Params;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Streamable;
import dev.recurve.Streaming;
import dev.recurve.Tensor;

/**
 * Layer normalisation (Ba et al. 2016): the features of each row are shifted to mean 0 and scaled
 * to variance 1, then each is given a learned scale and shift: {@code y = (x - mean) / √(variance +
 * ε) ∘ weight + bias}. Rows know nothing of each other, so it acts in training as in use; over a
 * sequence it is applied by {@link PerStep}.
 */
public final class LayerNorm implements Streamable<Tensor, Tensor> {
  private final int features;
  private final double epsilon;
  private final Parameter weight;
  private final Parameter bias;

  private LayerNorm(Sized sized, Parameter weight, Parameter bias) {
    this.features = sized.features;
    this.epsilon = sized.epsilon;
    this.weight = weight;
    this.bias = bias;
  }

  /** Normalises rows of so many features, with ε = 1e-5. */
  public static Sized sized(int features) {
    return new Sized(features, 1e-5);
  }

  /**
   * The choices before the weights.
   *
   * @param features on the last axis
   * @param epsilon is added to the variance, greater than 0
   */
  public record Sized(int features, double epsilon) {
    /** Checks the numbers. */
    public Sized {
      if (features < 1) {
        throw new IllegalArgumentException(
            "LayerNorm needs at least one feature, received " + features);
      }
      if (!(epsilon > 0 && Double.isFinite(epsilon))) {
        throw new IllegalArgumentException(
            "LayerNorm adds an epsilon greater than 0 to the variance, received " + epsilon);
      }
    }

    /** With another ε. */
    public Sized epsilon(double added) {
      return new Sized(features, added);
    }

    /** Builds the layer; parameters {@code weight}, ones, and {@code bias}, zeros, [features]. */
    public LayerNorm with(Params params) {
      var shape = Shape.of(features);
      return new LayerNorm(
          this,
          params.get("weight", shape, new Init.Constant(1)),
          params.get("bias", shape, Init.zeros()));
    }
  }

  /**
   * Normalises the last axis.
   *
   * @param x {@code [..., features]}
   * @return of the same shape
   * @throws ShapeException if the last axis has another size
   */
  @Override
  public Tensor apply(Tensor x) {
    if (x.shape().rank() == 0 || x.shape().cols() != features) {
      throw new ShapeException(
          "LayerNorm expects %d features on the last axis, received %s"
              .formatted(features, Axes.named(x.shape())));
    }
    var centred = x.sub(mean(x));
    var deviation = mean(centred.square()).add(epsilon).sqrt();
    return centred.div(deviation).mul(weight.value()).add(bias.value());
  }

  private Tensor mean(Tensor x) {
    return x.sum(-1).reshape(x.shape().with(-1, 1)).mul(1.0 / features);
  }

  @Override
  public Streaming streaming() {
    return LayerSteps.of(new TensorStage.Plan(this));
  }

  @Override
  public String describe() {
    return "LayerNorm(%d)".formatted(features);
  }
}
