package dev.recurve.nn;

import dev.recurve.Parameter;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.runtime.Device;
import java.util.Optional;

/**
 * A layer without a state, as one operation of the backend from window to window.
 *
 * @param run the operation
 */
record WindowStage(DeviceTensor output, Runnable run) implements Stage {
  @Override
  public void step() {
    run.run();
  }

  /** Gets an operation ready. */
  interface Operation {
    /** The operation from one window to another. */
    Runnable between(Site site, DeviceTensor input, DeviceTensor output);
  }

  /**
   * The stage of a layer.
   *
   * @param weight one of its weights, which says where it runs
   * @param reads what it reads
   * @param outputs features that it gives
   */
  record Plan(String name, Parameter weight, Input reads, int outputs, Operation operation)
      implements Stage.Plan {
    @Override
    public Optional<Device> device() {
      return Optional.of(DeviceTensor.of(weight.value()).device());
    }

    @Override
    public Optional<Input> input() {
      return Optional.of(reads);
    }

    @Override
    public Stage make(Site site, DeviceTensor input) {
      if (reads instanceof Input.Features(var size)) {
        requireFeatures(size, input);
      }
      var output = site.window(outputs);
      return new WindowStage(output, operation.between(site, input, output));
    }
  }
}
