package dev.recurve.loss;

import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.autodiff.CustomOp;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Tensors;
import java.util.List;
import java.util.Optional;

/**
 * Logarithms of the gamma function and their derivatives, for arguments greater than 0, composed of
 * a backend's required operations.
 *
 * <p>Arguments are raised by {@link #SHIFT} with {@code Γ(x+1) = x·Γ(x)} to {@code z = x + 10},
 * where Stirling's series (Abramowitz and Stegun 1964, 6.1.41 and 6.3.18) is exact to 1e-15 after
 * six terms.
 */
final class LogGamma {
  private static final int SHIFT = 10;

  private static final double HALF_LOG_TAU = 0.5 * Math.log(2 * Math.PI);

  /** Coefficients of {@code z⁻¹, z⁻³, …} in the series of {@code ln Γ(z)}. */
  private static final double[] STIRLING = {
    1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360
  };

  private LogGamma() {}

  /** {@code ln Γ(x)}. */
  static Tensor of(Tensor x) {
    return CustomOp.apply(new Single(), x);
  }

  /**
   * {@code ln Γ(x+a) - ln Γ(x)}, exact also where x is so large that the difference of the two
   * would be lost in their size.
   *
   * @param x greater than 0
   * @param a 0 or more, of x's shape
   */
  static Tensor ratio(Tensor x, Tensor a) {
    return CustomOp.apply(new Ratio(), x, a);
  }

  /** {@code ψ(x)}, the derivative of {@code ln Γ}; carries no gradient. */
  static Tensor digamma(Tensor x) {
    var at = x.detach();
    var z = at.add(SHIFT);
    return z.log().add(seriesSlope(z)).sub(inverses(at));
  }

  /** {@code ln(1+x)} for x of 0 or more, exact where x is small. */
  static Tensor log1p(Tensor x) {
    // softplus(ln x) = ln(1 + x); at 0 its derivative would be ∞ · 0.
    return x.max(tiny(x)).log().softplus();
  }

  private static Tensor tiny(Tensor like) {
    return Tensors.filled(DeviceTensor.of(like).device(), Shape.scalar(), 1e-30);
  }

  private record Single() implements CustomOp {
    @Override
    public String name() {
      return "logGamma";
    }

    @Override
    public Tensor forward(List<Tensor> inputs) {
      var x = inputs.getFirst();
      var z = x.add(SHIFT);
      return z.add(-0.5).mul(z.log()).sub(z).add(HALF_LOG_TAU).add(series(z)).sub(logRising(x));
    }

    @Override
    public List<Optional<Tensor>> backward(Tensor gradient, List<Tensor> inputs, Tensor result) {
      return List.of(Optional.of(gradient.mul(digamma(inputs.getFirst()))));
    }
  }

  private record Ratio() implements CustomOp {
    @Override
    public String name() {
      return "logGammaRatio";
    }

    /** With {@code z = x+10}: {@code (z-½)·ln(1+a/z) + a·ln(z+a) - a + …}. */
    @Override
    public Tensor forward(List<Tensor> inputs) {
      var x = inputs.get(0);
      var a = inputs.get(1);
      var z = x.add(SHIFT);
      var above = z.add(a);
      return z.add(-0.5)
          .mul(log1p(a.div(z)))
          .add(a.mul(above.log()))
          .sub(a)
          .add(series(above).sub(series(z)))
          .sub(logRisingRatio(x, a));
    }

    @Override
    public List<Optional<Tensor>> backward(Tensor gradient, List<Tensor> inputs, Tensor result) {
      var x = inputs.get(0);
      var a = inputs.get(1);
      return List.of(
          Optional.of(gradient.mul(digammaDifference(x, a))),
          Optional.of(gradient.mul(digamma(x.add(a)))));
    }
  }

  /** {@code ψ(x+a) - ψ(x)}. */
  private static Tensor digammaDifference(Tensor x, Tensor a) {
    var z = x.add(SHIFT);
    var above = z.add(a);
    var difference = log1p(a.div(z)).add(seriesSlope(above).sub(seriesSlope(z)));
    for (int i = 0; i < SHIFT; i++) {
      var low = x.add(i);
      difference = difference.add(a.div(low).div(low.add(a)));
    }
    return difference;
  }

  /** What Stirling's formula leaves to the series, {@code Σ cᵢ·z^(-2i-1)}. */
  private static Tensor series(Tensor z) {
    var inverse = z.reciprocal();
    var square = inverse.square();
    var sum = square.affine(STIRLING[STIRLING.length - 1], STIRLING[STIRLING.length - 2]);
    for (int i = STIRLING.length - 3; i >= 0; i--) {
      sum = sum.mul(square).add(STIRLING[i]);
    }
    return sum.mul(inverse);
  }

  /** What {@code ψ(z)} is beyond {@code ln z}: {@code -1/2z - Σ (2i+1)·cᵢ·z^(-2i-2)}. */
  private static Tensor seriesSlope(Tensor z) {
    var inverse = z.reciprocal();
    var square = inverse.square();
    int last = STIRLING.length - 1;
    var sum = square.affine(-(2 * last + 1) * STIRLING[last], -(2 * last - 1) * STIRLING[last - 1]);
    for (int i = last - 2; i >= 0; i--) {
      sum = sum.mul(square).add(-(2 * i + 1) * STIRLING[i]);
    }
    return sum.mul(square).add(inverse.mul(-0.5));
  }

  /** {@code Σ ln(x+i)}, in pairs, whose products no float type overflows. */
  private static Tensor logRising(Tensor x) {
    var sum = x.mul(x.add(1)).log();
    for (int i = 2; i < SHIFT; i += 2) {
      sum = sum.add(x.add(i).mul(x.add(i + 1)).log());
    }
    return sum;
  }

  /** {@code Σ ln((x+a+i) / (x+i))}. */
  private static Tensor logRisingRatio(Tensor x, Tensor a) {
    var sum = log1p(a.div(x));
    for (int i = 1; i < SHIFT; i++) {
      sum = sum.add(log1p(a.div(x.add(i))));
    }
    return sum;
  }

  /** {@code Σ 1/(x+i)}. */
  private static Tensor inverses(Tensor x) {
    var sum = x.reciprocal();
    for (int i = 1; i < SHIFT; i++) {
      sum = sum.add(x.add(i).reciprocal());
    }
    return sum;
  }
}
