package dev.recurve.optim;

import dev.recurve.Gradients;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.params.ParameterBlock;
import dev.recurve.spi.Backend;
import dev.recurve.spi.Scalar;
import dev.recurve.spi.Scratch;
import dev.recurve.spi.StepCall;
import dev.recurve.spi.StepRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One block of weights at one step, seen from both sides: as plain tensors by a user's optimiser,
 * as one kernel call by the built-in ones.
 *
 * @param block weights and gradients
 * @param slots what is remembered
 * @param learningRate all factors included
 * @param shown the gradient as the optimiser sees it, without the group's L2 penalty
 * @param ok a scalar on the device; where 0, nothing may change
 */
record UpdateBlock(
    ParameterBlock block,
    Map<String, DeviceTensor> slots,
    double learningRate,
    GradientView shown,
    DeviceTensor ok)
    implements Gradients.Block {

  /** The kernels' side of a block. */
  static UpdateBlock of(Gradients.Block block) {
    if (block instanceof UpdateBlock own) {
      return own;
    }
    throw new IllegalArgumentException(
        "The built-in optimisers step over Recurve's own gradients, received a %s; hand on the blocks that your optimiser was given"
            .formatted(block.getClass().getName()));
  }

  @Override
  public String group() {
    return block.group().name();
  }

  @Override
  public Tensor values() {
    return block.values();
  }

  @Override
  public Tensor gradient() {
    var clipped = shown.scale().map(shown.values()::mul).orElse(shown.values());
    double l2 = block.group().l2();
    return l2 == 0 ? clipped : clipped.add(block.values().mul(l2));
  }

  @Override
  public DeviceTensor slot(String name) {
    var slot = slots.get(name);
    if (slot == null) {
      throw new IllegalArgumentException(
          "There is no slot %s; slots() of the optimiser names %s".formatted(name, slots.keySet()));
    }
    return slot;
  }

  @Override
  public void update(Tensor values, Map<String, Tensor> changed) {
    // First copy what would be overwritten before it is read, such as one slot put into another.
    var staged = new LinkedHashMap<DeviceTensor, DeviceTensor>();
    staged.put(block.values(), decayed(staged("values", values)));
    changed.forEach((name, slot) -> staged.put(slot(name), staged(name, slot)));
    staged.forEach((old, fresh) -> backend().select(ok.mat(), fresh.mat(), old.mat(), old.mat()));
  }

  /** What a user's optimiser gives, drawn towards 0 by the group's decoupled weight decay. */
  private DeviceTensor decayed(DeviceTensor values) {
    double share = learningRate * block.group().weightDecay();
    return share == 0 ? values : DeviceTensor.of(values.sub(block.values().mul(share)));
  }

  private DeviceTensor staged(String what, Tensor tensor) {
    var fresh = DeviceTensor.of(tensor);
    if (!fresh.shape().equals(block.values().shape())) {
      throw new ShapeException(
          "update expects %s of shape %s, as the weights, received %s"
              .formatted(what, block.values().shape(), fresh.shape()));
    }
    boolean live =
        block.values().mat().buffer() == fresh.mat().buffer()
            || slots.values().stream()
                .anyMatch(slot -> slot.mat().buffer() == fresh.mat().buffer());
    return live ? copy(fresh) : fresh;
  }

  private DeviceTensor copy(DeviceTensor tensor) {
    var copy = DeviceTensor.empty(tensor.device(), tensor.type(), tensor.shape());
    backend().copy(tensor.mat(), copy.mat());
    return copy;
  }

  /** One kernel call for the rule. */
  void step(StepRule rule, WeightDecay decay, List<String> names) {
    backend()
        .optimizerStep(
            rule,
            new StepCall(
                shown.scale().map(s -> Scalar.of(s.mat())).orElse(Scalar.ONE),
                decay.l2() + block.group().l2(),
                learningRate * (decay.decoupled() + block.group().weightDecay()),
                ok.mat(),
                block.values().mat(),
                shown.values().mat(),
                names.stream().map(name -> slot(name).mat()).toList()),
            scratch());
  }

  private Backend backend() {
    return block.device().backend();
  }

  private Scratch scratch() {
    var device = block.device();
    return (type, rows, cols) -> DeviceTensor.empty(device, type, Shape.of(rows, cols)).mat();
  }
}
