package dev.recurve.nn;

import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.State;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Steps;
import dev.recurve.runtime.Device;
import java.util.List;
import java.util.Optional;

/**
 * What one layer does in a step of a session: it reads the window that the stage before it wrote,
 * and writes its own.
 */
interface Stage {
  /** What it writes, {@code [B, features]}; always the same window. */
  DeviceTensor output();

  /** Computes the output from the input, and the next state. */
  void step();

  /** How many states it carries. */
  default int stateCount() {
    return 0;
  }

  /** Copies of its states. */
  default List<State<?>> states() {
    return List.of();
  }

  /** Goes on from these states, {@link #stateCount} of them. */
  default void restore(List<? extends State<?>> states) {}

  /** Goes on from the initial states. */
  default void reset() {}

  /** As {@link dev.recurve.StepSession#threads} says. */
  default void threads(int most) {}

  /**
   * Where a session runs.
   *
   * @param steps runs what is computed by tensors, and refuses weights that may still change
   * @param batch streams, B
   */
  record Site(Device device, Steps steps, int batch) {
    /** New memory, {@code [B, features]}. */
    DeviceTensor window(int features) {
      return DeviceTensor.owning(device, device.floatType(), Shape.of(batch, features));
    }
  }

  /** A layer's stage before there is a session. */
  interface Plan {
    /** Its name in messages. */
    String name();

    /** Where its weights lie, if that is known. */
    Optional<Device> device();

    /** What it reads, if that is known. */
    Optional<Input> input();

    /**
     * The stage in a session.
     *
     * @param input the window that it reads
     * @throws ShapeException if it reads something else
     */
    Stage make(Site site, DeviceTensor input);

    /** Checks what the stage before gives. */
    default void requireFeatures(int wanted, DeviceTensor input) {
      if (input.shape().cols() != wanted) {
        throw new ShapeException(
            "%s expects %d features on the last axis, received %d from the layer before it"
                .formatted(name(), wanted, input.shape().cols()));
      }
    }
  }

  /** What each stream brings at a step. */
  sealed interface Input {
    /** Numbers. */
    record Features(int size) implements Input {}

    /** One of so many tokens. */
    record Token(int vocabulary) implements Input {}
  }
}
