package dev.recurve.runtime;

import dev.recurve.spi.Buffer;
import java.util.Optional;

/**
 * The memory under one or more tensors: a buffer of its own, or a stretch of a step's memory that
 * is valid until that step ends.
 */
public final class Storage {
  private final Buffer buffer;
  private final Optional<StepMemory> step;
  private final long epoch;

  /** Memory with a life of its own. */
  Storage(Buffer buffer) {
    this.buffer = buffer;
    this.step = Optional.empty();
    this.epoch = 0;
  }

  /** Memory of the step that now runs. */
  Storage(Buffer buffer, StepMemory step, long epoch) {
    this.buffer = buffer;
    this.step = Optional.of(step);
    this.epoch = epoch;
  }

  /** The buffer. */
  public Buffer buffer() {
    return buffer;
  }

  /** Whether the step that owns this memory still runs. */
  public boolean isAlive() {
    return step.isEmpty() || step.get().epoch() == epoch;
  }

  /** Whether the memory goes when its step ends. */
  public boolean belongsToStep() {
    return step.isPresent();
  }
}
