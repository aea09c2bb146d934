package dev.recurve.optim;

import dev.recurve.BundleException;
import dev.recurve.Optimizer;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.params.HostArray;
import dev.recurve.params.HostArrays;
import dev.recurve.params.ParameterBlock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an optimiser remembers between steps: its slots, each as large as the weights, and the
 * number of steps made. Names and shapes are the parameters', so that a checkpoint does not depend
 * on how parameters are laid out in memory.
 */
public final class OptimizerState {
  private final Map<ParameterBlock, Map<String, DeviceTensor>> slots = new LinkedHashMap<>();
  private long step;

  private OptimizerState() {}

  /**
   * The state before the first step: all slots zero.
   *
   * @param blocks as the store was sealed to; frozen ones have no slots
   */
  public static OptimizerState create(Optimizer optimizer, List<ParameterBlock> blocks) {
    var state = new OptimizerState();
    for (var block : blocks) {
      if (block.isTrainable()) {
        var own = new LinkedHashMap<String, DeviceTensor>();
        optimizer.slots().forEach(name -> own.put(name, zeros(block)));
        state.slots.put(block, own);
      }
    }
    return state;
  }

  private static DeviceTensor zeros(ParameterBlock block) {
    var slot = DeviceTensor.owning(block.device(), block.type(), block.values().shape());
    block.device().backend().fill(slot.mat(), 0);
    return slot;
  }

  /** How many steps were made; 0 at first. */
  public long step() {
    return step;
  }

  /** Copies all slots out, as {@code <slot>/<parameter>}; waits for the device. */
  public Map<String, HostArray> values() {
    return HostArrays.download(places());
  }

  /**
   * Overwrites all slots.
   *
   * @param step how many steps had been made
   * @param values as {@link #values} gave them
   * @throws BundleException if names or shapes differ, naming the first that does; nothing has
   *     changed then
   */
  public void restore(long step, Map<String, HostArray> values) {
    if (step < 0) {
      throw new BundleException("An optimiser has made 0 steps or more, received " + step);
    }
    HostArrays.upload("The optimiser's state is of another model or optimiser", values, places());
    this.step = step;
  }

  /** Each parameter's part of each slot. */
  private Map<String, DeviceTensor> places() {
    var places = new LinkedHashMap<String, DeviceTensor>();
    slots.forEach(
        (block, own) ->
            own.forEach(
                (slot, whole) ->
                    block
                        .parts(whole)
                        .forEach((name, part) -> places.put(slot + "/" + name, part))));
    return places;
  }

  /** A block's slots by name. */
  Map<String, DeviceTensor> of(ParameterBlock block) {
    var own = slots.get(block);
    if (own == null) {
      throw new IllegalArgumentException(
          "This state was made for other parameters; %s is not among them"
              .formatted(block.layout().keySet()));
    }
    return own;
  }

  /** Counts a step, and gives its number. */
  long next() {
    return ++step;
  }
}
