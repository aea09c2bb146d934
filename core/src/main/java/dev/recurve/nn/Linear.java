package dev.recurve.nn;

import dev.recurve.Init;
import dev.recurve.Parameter;
import dev.recurve.Params;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Streamable;
import dev.recurve.Streaming;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.spi.Backend;
import dev.recurve.spi.LinearPlan;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A linear map with a bias: {@code y = x Wᵀ + b}, over the last axis. */
public final class Linear implements Streamable<Tensor, Tensor> {
  private final int inputs;
  private final int outputs;
  private final Parameter weight;
  private final Optional<Parameter> bias;

  /** Shared by all sessions: remembered without changing what is computed. */
  private final AtomicReference<Optional<Planned>> planned =
      new AtomicReference<>(Optional.empty());

  private record Planned(Backend backend, LinearPlan plan) {}

  private Linear(Parameter weight, Optional<Parameter> bias) {
    this.outputs = weight.shape().dim(0);
    this.inputs = weight.shape().dim(1);
    this.weight = weight;
    this.bias = bias;
  }

  /** A map from {@code inputs} to {@code outputs} features. */
  public static Sized sized(int inputs, int outputs) {
    return new Sized(inputs, outputs, true);
  }

  /**
   * A map without a bias over a weight that another layer may hold too, for example an embedding's.
   *
   * @param weight {@code [outputs, inputs]}
   * @throws ShapeException if it has another rank
   */
  public static Linear over(Parameter weight) {
    return over(weight, Optional.empty());
  }

  /**
   * A map over weights that another layer may hold too.
   *
   * @param weight {@code [outputs, inputs]}
   * @param bias {@code [outputs]}
   * @throws ShapeException if they do not fit
   */
  public static Linear over(Parameter weight, Parameter bias) {
    return over(weight, Optional.of(bias));
  }

  private static Linear over(Parameter weight, Optional<Parameter> bias) {
    if (weight.shape().rank() != 2) {
      throw new ShapeException(
          "Linear expects a weight [outputs, inputs], received %s %s"
              .formatted(weight.name(), weight.shape()));
    }
    var wanted = Shape.of(weight.shape().dim(0));
    if (bias.isPresent() && !bias.get().shape().equals(wanted)) {
      throw new ShapeException(
          "Linear expects a bias %s for the weight %s %s, received %s %s"
              .formatted(
                  wanted, weight.name(), weight.shape(), bias.get().name(), bias.get().shape()));
    }
    return new Linear(weight, bias);
  }

  /**
   * The choices before the weights.
   *
   * @param inputs features going in
   * @param outputs features coming out
   * @param bias whether there is one
   */
  public record Sized(int inputs, int outputs, boolean bias) {
    /** Checks the sizes. */
    public Sized {
      if (inputs < 1 || outputs < 1) {
        throw new IllegalArgumentException(
            "Linear needs at least one input and one output, received %d and %d"
                .formatted(inputs, outputs));
      }
    }

    /** Without the bias. */
    public Sized withoutBias() {
      return new Sized(inputs, outputs, false);
    }

    /** Builds the layer; parameters {@code weight} {@code [outputs, inputs]} and {@code bias}. */
    public Linear with(Params params) {
      var init = Init.scaledTo(inputs);
      var weight = params.get("weight", Shape.of(outputs, inputs), init);
      return bias ? over(weight, params.get("bias", Shape.of(outputs), init)) : over(weight);
    }
  }

  /**
   * Maps the last axis.
   *
   * @param x {@code [..., inputs]}
   * @return {@code [..., outputs]}
   * @throws ShapeException if the last axis has another size
   */
  @Override
  public Tensor apply(Tensor x) {
    if (x.shape().rank() == 0 || x.shape().cols() != inputs) {
      throw new ShapeException(
          "Linear expects %d features on the last axis, received %s"
              .formatted(inputs, Axes.named(x.shape())));
    }
    return RnnParameters.plus(x.matmulTransposed(weight.value()), bias);
  }

  @Override
  public Streaming streaming() {
    return LayerSteps.of(
        new WindowStage.Plan(
            describe(),
            weight,
            new Stage.Input.Features(inputs),
            outputs,
            (site, input, output) -> {
              var stepper = plan(site.device().backend()).stepper(site.batch());
              var from = input.mat();
              var to = output.mat();
              return () -> stepper.step(from, to);
            }));
  }

  /** Only sessions ask, and they see no weights that change. */
  private LinearPlan plan(Backend backend) {
    var w = DeviceTensor.of(weight.value()).mat();
    var b = bias.map(parameter -> DeviceTensor.of(parameter.value()).mat());
    var known = planned.get();
    if (known.isPresent() && known.get().backend() == backend) {
      return known.get().plan();
    }
    var plan = backend.planLinear(w, b);
    planned.set(Optional.of(new Planned(backend, plan)));
    return plan;
  }

  /** Features going in. */
  int inputs() {
    return inputs;
  }

  @Override
  public String describe() {
    return "Linear(%d → %d)".formatted(inputs, outputs);
  }
}
