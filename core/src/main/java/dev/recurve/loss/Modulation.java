package dev.recurve.loss;

import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.autodiff.CustomOp;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Tensors;
import java.util.List;
import java.util.Optional;

/**
 * The focal loss as a function of the cross-entropy {@code n = -ln p} of the right answer (Lin et
 * al. 2017): {@code (1 - p)^γ · n} with {@code p = e⁻ⁿ}.
 *
 * <p>A node of its own because the powers' derivative, taken apart, is 0 · ∞ where p is 1.
 */
record Modulation(double gamma) implements CustomOp {
  /** Keeps logarithms and quotients finite; small in either float type. */
  private static final double TINY = 1e-30;

  /** Applies it to cross-entropies of 0 or more. */
  static Tensor of(double gamma, Tensor crossEntropy) {
    return CustomOp.apply(new Modulation(gamma), crossEntropy);
  }

  @Override
  public String name() {
    return "focalModulation";
  }

  @Override
  public Tensor forward(List<Tensor> inputs) {
    var n = inputs.getFirst();
    return power(missed(n)).mul(n);
  }

  /** {@code f' = (1 - p)^γ · (1 + γ·n·p / (1 - p))}. */
  @Override
  public List<Optional<Tensor>> backward(Tensor gradient, List<Tensor> inputs, Tensor result) {
    var n = inputs.getFirst();
    var missed = missed(n);
    var steepening = n.mul(n.neg().exp()).div(missed).affine(gamma, 1);
    return List.of(Optional.of(gradient.mul(power(missed)).mul(steepening)));
  }

  /** {@code 1 - e⁻ⁿ = 2t / (1 + t)} with {@code t = tanh(n/2)}: exact where n is small. */
  private static Tensor missed(Tensor n) {
    var t = n.mul(0.5).tanh();
    var tiny = Tensors.filled(DeviceTensor.of(n).device(), Shape.scalar(), TINY);
    return t.mul(2).div(t.add(1)).max(tiny);
  }

  private Tensor power(Tensor missed) {
    return missed.log().mul(gamma).exp();
  }

  static double requireGamma(double gamma) {
    if (!(gamma >= 0 && Double.isFinite(gamma))) {
      throw new IllegalArgumentException("Focal loss's gamma is 0 or more, received " + gamma);
    }
    return gamma;
  }
}
