package dev.recurve.nn;

import dev.recurve.Shape;
import dev.recurve.Streamable;
import dev.recurve.Streaming;
import dev.recurve.Tensor;
import java.util.function.UnaryOperator;

/**
 * Element-wise nonlinearities as layers, and softmax over the last axis. Shapes stay; over a
 * sequence they are applied by {@link PerStep}.
 */
public final class Activations {
  private Activations() {}

  private record Function(String describe, UnaryOperator<Tensor> function)
      implements Streamable<Tensor, Tensor> {
    @Override
    public Tensor apply(Tensor x) {
      return function.apply(x);
    }

    @Override
    public Streaming streaming() {
      return LayerSteps.of(new TensorStage.Plan(this));
    }
  }

  /** Hyperbolic tangent. */
  public static Streamable<Tensor, Tensor> tanh() {
    return new Function("Tanh", Tensor::tanh);
  }

  /** {@code 1/(1+e⁻ˣ)}. */
  public static Streamable<Tensor, Tensor> sigmoid() {
    return new Function("Sigmoid", Tensor::sigmoid);
  }

  /** {@code max(x, 0)}; gradient 0 at 0. */
  public static Streamable<Tensor, Tensor> relu() {
    return new Function("Relu", Tensor::relu);
  }

  /**
   * {@code x} where positive, else {@code slope·x} (Maas et al. 2013); gradient 0 at 0.
   *
   * @param slope at least 0
   */
  public static Streamable<Tensor, Tensor> leakyRelu(double slope) {
    requireNotNegative("A leaky rectifier's slope", slope);
    return new Function(
        "LeakyRelu(%s)".formatted(slope), x -> x.relu().sub(x.neg().relu().mul(slope)));
  }

  /**
   * {@code x} where positive, else {@code scale·(eˣ - 1)} (Clevert et al. 2016).
   *
   * @param scale at least 0
   */
  public static Streamable<Tensor, Tensor> elu(double scale) {
    requireNotNegative("An exponential unit's scale", scale);
    return new Function(
        "Elu(%s)".formatted(scale),
        x -> {
          var negative = x.neg().relu().neg();
          return x.relu().add(negative.exp().affine(scale, -scale));
        });
  }

  /** {@code x·sigmoid(x)}, known as swish too (Elfwing et al. 2018, Ramachandran et al. 2017). */
  public static Streamable<Tensor, Tensor> silu() {
    return new Function("Silu", x -> x.mul(x.sigmoid()));
  }

  /**
   * Gaussian error linear unit in its tanh form (Hendrycks and Gimpel 2016): {@code x/2 · (1 +
   * tanh(√(2/π)·(x + 0.044715x³)))}, within 0.001 of the exact one.
   */
  public static Streamable<Tensor, Tensor> gelu() {
    double scale = Math.sqrt(2 / Math.PI);
    return new Function(
        "Gelu",
        x -> {
          var inner = x.mul(x.square().affine(0.044715 * scale, scale));
          return x.mul(inner.tanh().affine(0.5, 0.5));
        });
  }

  /** {@code x·tanh(ln(1+eˣ))} (Misra 2020). */
  public static Streamable<Tensor, Tensor> mish() {
    return new Function("Mish", x -> x.mul(x.softplus().tanh()));
  }

  /** {@code ln(1+eˣ)}. */
  public static Streamable<Tensor, Tensor> softplus() {
    return new Function("Softplus", Tensor::softplus);
  }

  /** {@code x/(1+|x|)}. */
  public static Streamable<Tensor, Tensor> softsign() {
    return new Function("Softsign", x -> x.div(x.abs().add(1)));
  }

  /** {@code x/6 + 1/2}, held between 0 and 1. */
  public static Streamable<Tensor, Tensor> hardSigmoid() {
    return new Function(
        "HardSigmoid",
        x -> {
          var one = x.zeros(Shape.scalar()).add(1);
          return x.affine(1.0 / 6, 0.5).relu().min(one);
        });
  }

  /** Softmax over the last axis. */
  public static Streamable<Tensor, Tensor> softmax() {
    return new Function("Softmax", Tensor::softmax);
  }

  /** Logarithm of the softmax over the last axis. */
  public static Streamable<Tensor, Tensor> logSoftmax() {
    return new Function("LogSoftmax", Tensor::logSoftmax);
  }

  private static void requireNotNegative(String what, double value) {
    if (!(value >= 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException("%s is 0 or more, received %s".formatted(what, value));
    }
  }
}
