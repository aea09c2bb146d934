package dev.recurve.optim;

import dev.recurve.Gradients;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.params.ParameterBlock;
import dev.recurve.spi.AdamRule;
import dev.recurve.spi.Backend;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Scalar;
import dev.recurve.spi.Scratch;
import dev.recurve.spi.SgdRule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One block of weights at one step, seen from both sides: as plain tensors by a user's optimiser,
 * as one kernel call by the built-in ones.
 *
 * @param block weights and gradients
 * @param slots what is remembered
 * @param learningRate all factors included
 * @param unscaled the gradient, before the factor
 * @param scale factor on the gradient, a scalar on the device; empty for 1
 * @param ok a scalar on the device; where 0, nothing may change
 */
record UpdateBlock(
    ParameterBlock block,
    Map<String, DeviceTensor> slots,
    double learningRate,
    DeviceTensor unscaled,
    Optional<DeviceTensor> scale,
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
    return scale.map(unscaled::mul).orElse(unscaled);
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
    staged.put(block.values(), staged("values", values));
    changed.forEach((name, slot) -> staged.put(slot(name), staged(name, slot)));
    staged.forEach((old, fresh) -> backend().select(ok.mat(), fresh.mat(), old.mat(), old.mat()));
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

  void sgd(SgdRule rule, boolean first, String velocity) {
    // Without momentum there is no velocity, and the kernel does not look at one.
    var remembered = rule.momentum() == 0 ? unscaled : slot(velocity);
    backend()
        .sgdStep(
            rule,
            learningRate,
            first,
            factor(),
            ok.mat(),
            weights(),
            unscaled.mat(),
            remembered.mat(),
            scratch());
  }

  void adam(AdamRule rule, long step, String mean, String square) {
    backend()
        .adamStep(
            rule,
            learningRate,
            step,
            factor(),
            ok.mat(),
            weights(),
            unscaled.mat(),
            slot(mean).mat(),
            slot(square).mat(),
            scratch());
  }

  private Backend backend() {
    return block.device().backend();
  }

  private Mat weights() {
    return block.values().mat();
  }

  private Scalar factor() {
    return scale.map(s -> Scalar.of(s.mat())).orElse(Scalar.ONE);
  }

  private Scratch scratch() {
    var device = block.device();
    return (type, rows, cols) -> DeviceTensor.empty(device, type, Shape.of(rows, cols)).mat();
  }
}
