package dev.recurve.optim;

import dev.recurve.Shape;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Scope;
import dev.recurve.autodiff.Tensors;
import dev.recurve.params.ParameterBlock;
import dev.recurve.runtime.Device;
import dev.recurve.spi.Axis;
import dev.recurve.spi.Backend;
import dev.recurve.spi.BinaryOp;
import dev.recurve.spi.ReduceOp;
import dev.recurve.spi.Scalar;
import dev.recurve.spi.UnaryOp;
import dev.recurve.spi.Write;
import java.util.Optional;

/**
 * Makes what an optimiser is shown of the gradients: clips them, then adds the L1 penalty of their
 * group and noise. The gradients themselves stay as they are.
 */
final class GradientShaping {
  private static final double NORM_EPSILON = 1e-6;

  private final Device device;
  private final Clipping clipping;
  private final Optional<GradientNoise> noise;

  GradientShaping(Device device, Clipping clipping, Optional<GradientNoise> noise) {
    this.device = device;
    this.clipping = clipping;
    this.noise = noise;
  }

  /**
   * For one block, inside a step.
   *
   * @param globalNorm over all gradients, a scalar
   * @param steps how many steps the optimiser has made before
   */
  GradientView shape(ParameterBlock block, DeviceTensor globalNorm, long steps) {
    var clipped = clip(block, globalNorm);
    double l1 = block.group().l1();
    if (l1 == 0 && noise.isEmpty()) {
      return clipped;
    }
    var g = DeviceTensor.empty(device, block.gradient().shape());
    var factor = clipped.scale().map(s -> Scalar.of(s.mat())).orElse(Scalar.ONE);
    backend().affine(factor, clipped.values().mat(), Scalar.ZERO, g.mat(), 0);
    var term = DeviceTensor.empty(device, g.shape());
    if (l1 != 0) {
      backend().unary(UnaryOp.SIGN, block.values().mat(), term.mat());
      backend().affine(Scalar.of(l1), term.mat(), Scalar.ONE, g.mat(), 0);
    }
    if (noise.isPresent()) {
      double deviation = noise.get().deviation(steps);
      backend().randomNormal(Scope.nextRandomKey(), 0, deviation, term.mat());
      backend().binary(BinaryOp.ADD, g.mat(), term.mat(), Write.SET, g.mat());
    }
    return GradientView.unscaled(g);
  }

  private GradientView clip(ParameterBlock block, DeviceTensor globalNorm) {
    var gradient = block.gradient();
    return switch (clipping) {
      case Clipping.None _ -> GradientView.unscaled(gradient);
      case Clipping.ByGlobalNorm(double limit) ->
          new GradientView(gradient, Optional.of(scale(limit, globalNorm)));
      case Clipping.ByValue(double limit) -> GradientView.unscaled(clamped(gradient, limit));
      case Clipping.ByNorm(double limit) -> GradientView.unscaled(eachScaled(block, limit));
    };
  }

  /** The factor {@code min(1, limit / (norm + ε))}. */
  private DeviceTensor scale(double limit, DeviceTensor norm) {
    var scale = DeviceTensor.empty(device, Shape.scalar());
    backend().affine(Scalar.ONE, norm.mat(), Scalar.ZERO, scale.mat(), NORM_EPSILON);
    backend().binary(BinaryOp.DIV, constant(limit).mat(), scale.mat(), Write.SET, scale.mat());
    backend().binary(BinaryOp.MIN, scale.mat(), constant(1).mat(), Write.SET, scale.mat());
    return scale;
  }

  private DeviceTensor clamped(DeviceTensor gradient, double limit) {
    var clamped = DeviceTensor.empty(device, gradient.shape());
    var y = clamped.mat();
    backend().binary(BinaryOp.MIN, gradient.mat(), constant(limit).mat(), Write.SET, y);
    backend().binary(BinaryOp.MAX, y, constant(-limit).mat(), Write.SET, y);
    return clamped;
  }

  private DeviceTensor eachScaled(ParameterBlock block, double limit) {
    var scaled = DeviceTensor.empty(device, block.gradient().shape());
    var targets = block.parts(scaled);
    block
        .parts(block.gradient())
        .forEach(
            (name, part) -> {
              var norm = DeviceTensor.empty(device, Shape.scalar());
              backend().reduce(ReduceOp.SUM_SQUARES, Axis.ALL, part.mat(), Write.SET, norm.mat());
              backend().unary(UnaryOp.SQRT, norm.mat(), norm.mat());
              var factor = Scalar.of(scale(limit, norm).mat());
              backend().affine(factor, part.mat(), Scalar.ZERO, targets.get(name).mat(), 0);
            });
    return scaled;
  }

  private DeviceTensor constant(double value) {
    return Tensors.filled(device, Shape.scalar(), value);
  }

  private Backend backend() {
    return device.backend();
  }
}
