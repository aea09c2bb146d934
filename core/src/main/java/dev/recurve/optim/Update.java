package dev.recurve.optim;

import dev.recurve.Gradients;
import dev.recurve.Optimizer;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.TrainingException;
import dev.recurve.autodiff.DeviceTensor;
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
import java.util.List;
import java.util.Optional;

/**
 * Applies an optimiser to all trainable parameters: norm, clipping and step are enqueued on the
 * device, and nobody waits. A step whose gradient norm is not finite changes nothing and raises a
 * flag that stays up until it is read.
 */
public final class Update {
  private static final double NORM_EPSILON = 1e-6;

  private final Optimizer optimizer;
  private final OptimizerState state;
  private final List<ParameterBlock> blocks;
  private final Clipping clipping;
  private final Device device;
  private final DeviceTensor norm;
  private final DeviceTensor sawNonFinite;

  /**
   * Binds an optimiser to parameters.
   *
   * @param state made for the same blocks
   * @param blocks as the store was sealed to; frozen ones are passed over
   * @throws TrainingException if nothing is trainable
   */
  public Update(
      Optimizer optimizer, OptimizerState state, List<ParameterBlock> blocks, Clipping clipping) {
    this.optimizer = optimizer;
    this.state = state;
    this.blocks = blocks.stream().filter(ParameterBlock::isTrainable).toList();
    this.clipping = clipping;
    if (this.blocks.isEmpty()) {
      throw new TrainingException(
          "There is nothing to train: the model has no parameters, or all of them are frozen");
    }
    this.blocks.forEach(state::of);
    this.device = this.blocks.getFirst().device();
    this.norm = lastingZero();
    this.sawNonFinite = lastingZero();
  }

  private DeviceTensor lastingZero() {
    var scalar = DeviceTensor.owning(device, device.floatType(), Shape.scalar());
    backend().fill(scalar.mat(), 0);
    return scalar;
  }

  /** Sets all gradients to 0; to be called before each walk back. */
  public void clear() {
    blocks.forEach(ParameterBlock::clearGradient);
  }

  /**
   * One step of the optimiser over all trainable parameters, inside the running step. Does not
   * wait.
   *
   * @param rateFactor the schedule's factor on the learning rate
   */
  public void apply(double rateFactor) {
    measureNorm();
    var ok = noteWhetherFinite();
    var scale = scale();
    var step =
        new Step(state.next(), blocks.stream().map(b -> seen(b, rateFactor, scale, ok)).toList());
    optimizer.step(step);
    blocks.forEach(ParameterBlock::changed);
  }

  private record Step(long step, List<Gradients.Block> blocks) implements Gradients {}

  /**
   * The norm over all gradients of the last {@link #apply}, before clipping; a scalar that lasts.
   */
  public Tensor norm() {
    return norm;
  }

  /**
   * Waits, and says whether any {@link #apply} since the last call met a gradient norm that was not
   * finite, and so changed nothing.
   */
  public boolean sawNonFinite() {
    boolean saw = sawNonFinite.item() != 0;
    backend().fill(sawNonFinite.mat(), 0);
    return saw;
  }

  private void measureNorm() {
    var write = Write.SET;
    for (var block : blocks) {
      backend().reduce(ReduceOp.SUM_SQUARES, Axis.ALL, block.gradient().mat(), write, norm.mat());
      write = Write.ADD;
    }
    backend().unary(UnaryOp.SQRT, norm.mat(), norm.mat());
  }

  /** 1 if the norm is finite, else 0, and a raised flag. */
  private DeviceTensor noteWhetherFinite() {
    var ok = DeviceTensor.empty(device, Shape.scalar());
    backend().unary(UnaryOp.IS_FINITE, norm.mat(), ok.mat());
    var bad = DeviceTensor.empty(device, Shape.scalar());
    backend().affine(Scalar.of(-1), ok.mat(), Scalar.ZERO, bad.mat(), 1);
    backend().binary(BinaryOp.MAX, sawNonFinite.mat(), bad.mat(), Write.SET, sawNonFinite.mat());
    return ok;
  }

  /** The factor on all gradients, {@code min(1, limit / (norm + ε))}; empty for 1. */
  private Optional<DeviceTensor> scale() {
    if (!(clipping instanceof Clipping.ByGlobalNorm(double limit))) {
      return Optional.empty();
    }
    var scale = DeviceTensor.empty(device, Shape.scalar());
    backend().affine(Scalar.ONE, norm.mat(), Scalar.ZERO, scale.mat(), NORM_EPSILON);
    backend().binary(BinaryOp.DIV, constant(limit).mat(), scale.mat(), Write.SET, scale.mat());
    backend().binary(BinaryOp.MIN, scale.mat(), constant(1).mat(), Write.SET, scale.mat());
    return Optional.of(scale);
  }

  private Gradients.Block seen(
      ParameterBlock block, double rateFactor, Optional<DeviceTensor> scale, DeviceTensor ok) {
    return new UpdateBlock(
        block,
        state.of(block),
        optimizer.learningRate() * rateFactor * block.group().rateFactor(),
        clipping instanceof Clipping.ByValue(double limit)
            ? clamped(block.gradient(), limit)
            : block.gradient(),
        scale,
        ok);
  }

  private DeviceTensor clamped(DeviceTensor gradient, double limit) {
    var clamped = DeviceTensor.empty(device, gradient.shape());
    var y = clamped.mat();
    backend().binary(BinaryOp.MIN, gradient.mat(), constant(limit).mat(), Write.SET, y);
    backend().binary(BinaryOp.MAX, y, constant(-limit).mat(), Write.SET, y);
    return clamped;
  }

  private DeviceTensor constant(double value) {
    return Tensors.filled(device, Shape.scalar(), value);
  }

  private Backend backend() {
    return device.backend();
  }
}
