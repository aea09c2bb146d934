package dev.recurve.nn;

import dev.recurve.Init;
import dev.recurve.ModelBuffer;
import dev.recurve.Parameter;
import dev.recurve.Params;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Streamable;
import dev.recurve.Streaming;
import dev.recurve.Tensor;
import dev.recurve.autodiff.Scope;

/**
 * Batch normalisation (Ioffe and Szegedy 2015): each feature is shifted to mean 0 and scaled to
 * variance 1 over all rows of the batch, then given a learned scale and shift: {@code y = (x -
 * mean) / √(variance + ε) ∘ weight + bias}. Over a sequence it is applied by {@link PerStep}, and
 * then takes its statistics from the steps within the lengths alone.
 *
 * <p>In training, mean and variance are the batch's, and the running ones move towards them at the
 * end of the step: {@code running = (1 - m)·running + m·batch}, where the batch's variance is the
 * unbiased estimate. In use they are the running ones, so that rows know nothing of each other. A
 * batch of a single row says nothing of a variance: it leaves the running values alone, and its
 * output is the bias.
 *
 * <p>Where several workers share a batch, each normalises its part for itself, and the running
 * values follow the parts in order.
 *
 * <p>Freezing the running values, {@code params.freeze("norm.*")}, keeps them from moving.
 */
public final class BatchNorm implements Streamable<Tensor, Tensor> {
  private final Sized sized;
  private final Parameter weight;
  private final Parameter bias;
  private final ModelBuffer mean;
  private final ModelBuffer variance;

  private BatchNorm(Sized sized, Params params) {
    var shape = Shape.of(sized.features);
    this.sized = sized;
    this.weight = params.get("weight", shape, new Init.Constant(1));
    this.bias = params.get("bias", shape, Init.zeros());
    this.mean = params.buffer("running_mean", shape, Init.zeros());
    this.variance = params.buffer("running_var", shape, new Init.Constant(1));
  }

  /** Normalises so many features, with ε = 1e-5 and m = 0.1. */
  public static Sized sized(int features) {
    return new Sized(features, 1e-5, 0.1);
  }

  /**
   * The choices before the weights.
   *
   * @param features on the last axis
   * @param epsilon is added to the variance, greater than 0
   * @param momentum m, how far the running values move towards a batch's, in {@code (0, 1]}
   */
  public record Sized(int features, double epsilon, double momentum) {
    /** Checks the numbers. */
    public Sized {
      if (features < 1) {
        throw new IllegalArgumentException(
            "BatchNorm needs at least one feature, received " + features);
      }
      if (!(epsilon > 0 && Double.isFinite(epsilon))) {
        throw new IllegalArgumentException(
            "BatchNorm adds an epsilon greater than 0 to the variance, received " + epsilon);
      }
      if (!(momentum > 0 && momentum <= 1)) {
        throw new IllegalArgumentException(
            "BatchNorm's momentum is greater than 0 and at most 1, received " + momentum);
      }
    }

    /** With another ε. */
    public Sized epsilon(double added) {
      return new Sized(features, added, momentum);
    }

    /** With another m. */
    public Sized momentum(double share) {
      return new Sized(features, epsilon, share);
    }

    /**
     * Builds the layer; parameters {@code weight}, ones, and {@code bias}, zeros, and buffers
     * {@code running_mean} and {@code running_var}, all [features].
     */
    public BatchNorm with(Params params) {
      return new BatchNorm(this, params);
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
    if (x.shape().rank() == 0 || x.shape().cols() != sized.features) {
      throw new ShapeException(
          "BatchNorm expects %d features on the last axis, received %s"
              .formatted(sized.features, Axes.named(x.shape())));
    }
    if (!Scope.isTraining()) {
      return scaled(x.sub(mean.value()), variance.value());
    }
    int count = x.shape().rows();
    var rows = x.reshape(Shape.of(count, sized.features));
    double share = 1.0 / Math.max(1, count);
    var batchMean = rows.sum(0).mul(share);
    var centred = rows.sub(batchMean);
    var batchVariance = centred.square().sum(0).mul(share);
    if (count > 1) {
      follow(mean, batchMean, 1);
      follow(variance, batchVariance, count / (count - 1.0));
    }
    return scaled(centred, batchVariance).reshape(x.shape());
  }

  private Tensor scaled(Tensor centred, Tensor squares) {
    var scale = weight.value().div(squares.add(sized.epsilon).sqrt());
    return centred.mul(scale).add(bias.value());
  }

  private void follow(ModelBuffer running, Tensor batch, double factor) {
    double share = sized.momentum;
    Scope.atStepsEnd(
        batch, value -> running.set(running.value().mul(1 - share).add(value.mul(share * factor))));
  }

  @Override
  public Streaming streaming() {
    return LayerSteps.of(new TensorStage.Plan(this));
  }

  @Override
  public String describe() {
    return "BatchNorm(%d)".formatted(sized.features);
  }
}
