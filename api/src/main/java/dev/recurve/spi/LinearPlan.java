package dev.recurve.spi;

/**
 * A linear map with its weights, made ready for steps of a few rows. Safe to share between threads.
 */
public interface LinearPlan {
  /** Memory held beside the weights, in bytes. */
  long bytes();

  /**
   * Applies the map step by step.
   *
   * @param batch rows of every step, at least 1
   */
  LinearStepper stepper(int batch);
}
