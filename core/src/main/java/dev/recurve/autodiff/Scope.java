package dev.recurve.autodiff;

import dev.recurve.Tensor;
import dev.recurve.runtime.Device;
import dev.recurve.runtime.StepMemory;
import dev.recurve.spi.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the current thread computes under: the memory of the running step, the tape if gradients are
 * recorded, the mode, and the random stream. Bound by {@link Steps}; where nothing is bound,
 * tensors own their memory, nothing is recorded and dropout is off.
 */
public final class Scope {
  static final ScopedValue<Scope> CURRENT = ScopedValue.newInstance();

  private final StepMemory memory;
  private final Optional<Tape> tape;
  private final Mode mode;
  private final long randomKey;
  private final Optional<SeparateGradients> gradients;
  private final List<AtEnd> atEnd = new ArrayList<>();
  private long draws;

  /** What a step is for. */
  enum Mode {
    /** Layers behave as in training: dropout on. */
    TRAINING,
    /** Prediction and evaluation. */
    INFERENCE,
    /** Prediction with weights that are known not to change. */
    SERVING
  }

  Scope(
      StepMemory memory,
      Optional<Tape> tape,
      Mode mode,
      long randomKey,
      Optional<SeparateGradients> gradients) {
    this.memory = memory;
    this.tape = tape;
    this.mode = mode;
    this.randomKey = randomKey;
    this.gradients = gradients;
  }

  /** The scope of this thread, if a step runs. */
  public static Optional<Scope> current() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  /** Whether layers should behave as in training: dropout on. */
  public static boolean isTraining() {
    return CURRENT.isBound() && CURRENT.get().mode == Mode.TRAINING;
  }

  /** Whether gradients are recorded. */
  public static boolean isRecording() {
    return CURRENT.isBound() && CURRENT.get().tape.isPresent();
  }

  /** Whether only weights that do not change any more may be read. */
  public static boolean isServing() {
    return CURRENT.isBound() && CURRENT.get().mode == Mode.SERVING;
  }

  /** The device of the running step, or the process's default. */
  public static Device device() {
    return CURRENT.isBound() ? CURRENT.get().memory.device() : Device.standard();
  }

  /**
   * A key for the next random mask of this step. It depends on the seed, the step and how many were
   * drawn before in the step, so a replayed step draws the same ones.
   *
   * @throws IllegalStateException outside a step
   */
  public static long nextRandomKey() {
    if (!CURRENT.isBound()) {
      throw new IllegalStateException("Random masks are drawn inside a training step only");
    }
    var scope = CURRENT.get();
    return CounterRandom.derive(scope.randomKey, scope.draws++);
  }

  /**
   * Has something done with a value at the end of the running training step, when nothing can go
   * wrong with it any more, for example that a model's buffers follow the batch. A step that is
   * only looked at again, to find where a number went bad, leaves it out; where several threads
   * share a step, all of it is done by one of them, in the order of their parts.
   *
   * @param value computed in the step; what the action gets has no history
   * @throws IllegalStateException outside a training step
   */
  public static void atStepsEnd(Tensor value, Consumer<Tensor> action) {
    if (!isTraining()) {
      throw new IllegalStateException(
          "Buffers follow batches in training only; ask Scope.isTraining() first");
    }
    CURRENT.get().atEnd.add(new AtEnd(value.detach(), action));
  }

  /** Something that is done with a value at a step's end. */
  record AtEnd(Tensor value, Consumer<Tensor> action) {
    void run() {
      action.accept(value);
    }

    /** The same, for after the step. */
    AtEnd kept() {
      return new AtEnd(value.keep(), action);
    }
  }

  /** What was put off to the step's end, in order. */
  List<AtEnd> atEnd() {
    return tape.isPresent() && tape.get().isChecked() ? List.of() : atEnd;
  }

  StepMemory memory() {
    return memory;
  }

  Optional<Tape> tape() {
    return tape;
  }

  /** Where parameters' gradients go, if not beside the parameters. */
  Optional<SeparateGradients> gradients() {
    return gradients;
  }
}
