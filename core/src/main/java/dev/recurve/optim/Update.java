package dev.recurve.optim;

import dev.recurve.Gradients;
import dev.recurve.Optimizer;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.TrainingException;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.params.HostArray;
import dev.recurve.params.HostArrays;
import dev.recurve.params.ParameterBlock;
import dev.recurve.runtime.Device;
import dev.recurve.spi.Axis;
import dev.recurve.spi.Backend;
import dev.recurve.spi.BinaryOp;
import dev.recurve.spi.ReduceOp;
import dev.recurve.spi.Scalar;
import dev.recurve.spi.UnaryOp;
import dev.recurve.spi.Write;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Applies an optimiser to all trainable parameters: norm, clipping, penalties, noise, the step
 * itself, constraints and the average of the weights follow one another on the device, and nobody
 * waits. A step whose gradient norm is not finite changes nothing and raises a flag that stays up
 * until it is read.
 */
public final class Update {
  private final Optimizer optimizer;
  private final OptimizerState state;
  private final List<ParameterBlock> blocks;
  private final GradientShaping shaping;
  private final Optional<AveragedWeights> average;
  private final Device device;
  private final DeviceTensor norm;
  private final DeviceTensor sawNonFinite;

  /**
   * Binds an optimiser to parameters, without noise and without an average.
   *
   * @param state made for the same blocks
   * @param blocks as the store was sealed to; frozen ones are passed over
   * @throws TrainingException if nothing is trainable
   */
  public Update(
      Optimizer optimizer, OptimizerState state, List<ParameterBlock> blocks, Clipping clipping) {
    this(optimizer, state, blocks, clipping, Optional.empty(), Optional.empty());
  }

  /**
   * Binds an optimiser to parameters.
   *
   * @param state made for the same blocks
   * @param blocks as the store was sealed to; frozen ones are passed over
   * @param noise on the gradients, drawn from the running step's random stream
   * @param average made for the same blocks; takes in the weights after each step
   * @throws TrainingException if nothing is trainable
   */
  public Update(
      Optimizer optimizer,
      OptimizerState state,
      List<ParameterBlock> blocks,
      Clipping clipping,
      Optional<GradientNoise> noise,
      Optional<AveragedWeights> average) {
    this.optimizer = optimizer;
    this.state = state;
    this.blocks = blocks.stream().filter(ParameterBlock::isTrainable).toList();
    if (this.blocks.isEmpty()) {
      throw new TrainingException(
          "There is nothing to train: the model has no parameters, or all of them are frozen");
    }
    this.blocks.forEach(state::of);
    this.device = this.blocks.getFirst().device();
    this.shaping = new GradientShaping(device, clipping, noise);
    this.average = average;
    this.norm = lastingZero();
    this.sawNonFinite = lastingZero();
  }

  private DeviceTensor lastingZero() {
    var scalar = DeviceTensor.owning(device, device.floatType(), Shape.scalar());
    backend().fill(scalar.mat(), 0);
    return scalar;
  }

  /** Sets all gradients to 0; to be called before each walk back whose gradients stand alone. */
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
    apply(rateFactor, 1);
  }

  /**
   * The same with gradients that were added up over several batches.
   *
   * @param gradientFactor what turns their sum into their mean
   */
  public void apply(double rateFactor, double gradientFactor) {
    if (gradientFactor != 1) {
      for (var block : blocks) {
        var g = block.gradient().mat();
        backend().affine(Scalar.of(gradientFactor), g, Scalar.ZERO, g, 0);
      }
    }
    measureNorm();
    var ok = noteWhetherFinite();
    long before = state.step();
    long step = state.next();
    optimizer.step(
        new Step(step, blocks.stream().map(b -> seen(b, rateFactor, before, ok)).toList()));
    var projection = new Projection(device, ok);
    blocks.forEach(projection::apply);
    blocks.forEach(ParameterBlock::changed);
    average.ifPresent(a -> a.update(step, ok));
  }

  private record Step(long step, List<Gradients.Block> blocks) implements Gradients {}

  private Gradients.Block seen(
      ParameterBlock block, double rateFactor, long stepsBefore, DeviceTensor ok) {
    return new UpdateBlock(
        block,
        state.of(block),
        optimizer.learningRate() * rateFactor * block.group().rateFactor(),
        shaping.shape(block, norm, stepsBefore),
        ok);
  }

  /**
   * The norm over all gradients of the last {@link #apply} or {@link #measureNorm}, before
   * clipping; a scalar that lasts.
   */
  public Tensor norm() {
    return norm;
  }

  /** Takes the norm over all gradients as they are now, inside the running step; does not wait. */
  public void measureNorm() {
    var write = Write.SET;
    for (var block : blocks) {
      backend().reduce(ReduceOp.SUM_SQUARES, Axis.ALL, block.gradient().mat(), write, norm.mat());
      write = Write.ADD;
    }
    backend().unary(UnaryOp.SQRT, norm.mat(), norm.mat());
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

  /** Copies the gradients out by the parameters' names; waits for the device. */
  public Map<String, HostArray> gradients() {
    return HostArrays.download(gradientPlaces());
  }

  /**
   * Overwrites the gradients, to go on adding to them.
   *
   * @param values as {@link #gradients} gave them
   * @throws dev.recurve.BundleException if names or shapes differ, naming the first that does
   */
  public void restoreGradients(Map<String, HostArray> values) {
    HostArrays.upload("The gradients are of another model", values, gradientPlaces());
  }

  private Map<String, DeviceTensor> gradientPlaces() {
    var places = new LinkedHashMap<String, DeviceTensor>();
    blocks.forEach(block -> places.putAll(block.parts(block.gradient())));
    return places;
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

  private Backend backend() {
    return device.backend();
  }
}
