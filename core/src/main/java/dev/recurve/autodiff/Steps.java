package dev.recurve.autodiff;

import dev.recurve.runtime.Device;
import dev.recurve.runtime.StepMemory;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs pieces of work as steps. All tensors made inside a step share one stretch of memory that is
 * taken back at its end, so what a step returns is plain values or tensors that were {@link
 * dev.recurve.Tensor#keep() kept}. Belongs to one thread at a time; memory is reused from step to
 * step.
 */
public final class Steps implements AutoCloseable {
  private final StepMemory memory;
  private final Optional<SeparateGradients> gradients;
  private List<Scope.AtEnd> left = List.of();

  /** Steps on a device. */
  public Steps(Device device) {
    this(device, Optional.empty());
  }

  /** Steps on a device that add parameters' gradients to places of their own. */
  public Steps(Device device, SeparateGradients gradients) {
    this(device, Optional.of(gradients));
  }

  private Steps(Device device, Optional<SeparateGradients> gradients) {
    this.memory = new StepMemory(device);
    this.gradients = gradients;
  }

  /** The device. */
  public Device device() {
    return memory.device();
  }

  /** Memory held between steps, in bytes. */
  public long memoryBytes() {
    return memory.bytes();
  }

  /** A step without gradients: prediction and evaluation. */
  public <R> R infer(Supplier<R> work) {
    return run(Optional.empty(), Scope.Mode.INFERENCE, 0, work);
  }

  /**
   * A step of a session: as {@link #infer}, but parameters that may still be trained are refused.
   */
  public <R> R serve(Supplier<R> work) {
    return run(Optional.empty(), Scope.Mode.SERVING, 0, work);
  }

  /** A step with gradients but without dropout: for checks, and for gradients at inference. */
  public <R> R record(Function<Tape, R> work) {
    return record(Scope.Mode.INFERENCE, 0, work);
  }

  /**
   * A training step: gradients are recorded and dropout is on.
   *
   * @param randomKey decides all random masks of the step
   */
  public <R> R train(long randomKey, Function<Tape, R> work) {
    return record(Scope.Mode.TRAINING, randomKey, work);
  }

  /**
   * A training step whose every result is looked at at once; for finding where a number went bad.
   *
   * @throws dev.recurve.TrainingException at the first value that is not finite, naming it
   */
  public <R> R trainChecked(long randomKey, Function<Tape, R> work) {
    var tape = new Tape(memory, true);
    return run(Optional.of(tape), Scope.Mode.TRAINING, randomKey, () -> work.apply(tape));
  }

  private <R> R record(Scope.Mode mode, long randomKey, Function<Tape, R> work) {
    var tape = new Tape(memory, false);
    return run(Optional.of(tape), mode, randomKey, () -> work.apply(tape));
  }

  private <R> R run(Optional<Tape> tape, Scope.Mode mode, long randomKey, Supplier<R> work) {
    var scope = new Scope(memory, tape, mode, randomKey, gradients);
    try {
      return ScopedValue.where(Scope.CURRENT, scope)
          .call(
              () -> {
                var result = work.get();
                finish(scope);
                return result;
              });
    } finally {
      memory.endStep();
    }
  }

  /** A part's step leaves to the whole one what is to be done at its end. */
  private void finish(Scope scope) {
    if (gradients.isPresent()) {
      left = scope.atEnd().stream().map(Scope.AtEnd::kept).toList();
    } else {
      scope.atEnd().forEach(Scope.AtEnd::run);
    }
  }

  /**
   * Has the running step do at its end what the last of these steps, a part of it with gradients of
   * its own, has left to it. Called by the thread whose step it is, part after part.
   */
  public void takeOver() {
    left.forEach(end -> Scope.atStepsEnd(end.value(), end.action()));
    left = List.of();
  }

  /** Gives the memory back. */
  @Override
  public void close() {
    memory.close();
  }
}
