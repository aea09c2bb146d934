package dev.recurve.optim;

import dev.recurve.Shape;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Tensors;
import dev.recurve.params.Constraint;
import dev.recurve.params.ParameterBlock;
import dev.recurve.runtime.Device;
import dev.recurve.spi.Axis;
import dev.recurve.spi.Backend;
import dev.recurve.spi.BinaryOp;
import dev.recurve.spi.Mat;
import dev.recurve.spi.ReduceOp;
import dev.recurve.spi.UnaryOp;
import dev.recurve.spi.Write;

/** Brings weights back to where their group's constraint holds. */
final class Projection {
  /** No norm that is divided by is smaller. */
  private static final double LEAST_NORM = 1e-12;

  private final Device device;
  private final DeviceTensor ok;

  /**
   * Inside a step.
   *
   * @param ok a scalar; where 0, nothing may change
   */
  Projection(Device device, DeviceTensor ok) {
    this.device = device;
    this.ok = ok;
  }

  void apply(ParameterBlock block) {
    var constraint = block.group().constraint();
    if (constraint instanceof Constraint.None) {
      return;
    }
    var fresh = DeviceTensor.empty(device, block.values().shape());
    if (constraint instanceof Constraint.NonNegative) {
      backend()
          .binary(BinaryOp.MAX, block.values().mat(), constant(0).mat(), Write.SET, fresh.mat());
    } else {
      var targets = block.parts(fresh);
      block
          .parts(block.values())
          .forEach((name, part) -> scale(constraint, slices(part), slices(targets.get(name))));
    }
    var weights = block.values().mat();
    backend().select(ok.mat(), fresh.mat(), weights, weights);
  }

  /** A parameter as a matrix whose rows have norms: slices along the first axis. */
  private static Mat slices(DeviceTensor part) {
    int rows = part.shape().rank() < 2 ? 1 : part.shape().dim(0);
    int cols = rows == 0 ? 0 : Math.toIntExact(part.shape().size() / rows);
    return part.mat().reshape(rows, cols);
  }

  private void scale(Constraint constraint, Mat from, Mat to) {
    var norms = DeviceTensor.empty(device, Shape.of(from.rows(), 1)).mat();
    backend().reduce(ReduceOp.SUM_SQUARES, Axis.COLS, from, Write.SET, norms);
    backend().unary(UnaryOp.SQRT, norms, norms);
    if (constraint instanceof Constraint.MaxNorm(double limit)) {
      // limit / max(norm, limit): exactly 1 where the norm is not too large.
      var most = constant(limit).mat();
      backend().binary(BinaryOp.MAX, norms, most, Write.SET, norms);
      backend().binary(BinaryOp.DIV, most, norms, Write.SET, norms);
      backend().binary(BinaryOp.MUL, from, norms, Write.SET, to);
    } else {
      backend().binary(BinaryOp.MAX, norms, constant(LEAST_NORM).mat(), Write.SET, norms);
      backend().binary(BinaryOp.DIV, from, norms, Write.SET, to);
    }
  }

  private DeviceTensor constant(double value) {
    return Tensors.filled(device, Shape.scalar(), value);
  }

  private Backend backend() {
    return device.backend();
  }
}
