package dev.recurve.train;

/**
 * Is told what a training run does, on the run's own thread and outside any step, so that it may
 * compute with the model as in inference.
 */
public interface Callback {
  /**
   * Before the first step, also of a resumed run.
   *
   * @param start where the run stands
   */
  default void onStart(StepProgress start) {}

  /**
   * After each step. Must be quick.
   *
   * @param progress where the run stands
   */
  default void onStep(StepProgress progress) {}

  /** After each epoch and its validation. */
  default void onEpoch(EpochRecord epoch) {}

  /** At the end, when the weights are final. */
  default void onEnd(TrainingRun run) {}

  /**
   * In place of {@link #onEnd} when the run fails; the cause is thrown on afterwards.
   *
   * @param cause what was thrown
   */
  default void onFailure(Throwable cause) {}
}
