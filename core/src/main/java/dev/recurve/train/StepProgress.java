package dev.recurve.train;

import java.util.function.Supplier;

/**
 * Where a run stands; each answer is that of the moment when it is asked. A step here is that over
 * one batch; see {@link Trainer#accumulate} for several of them to one step of the optimiser.
 */
public interface StepProgress {
  /** Steps made since the run began, those before a resume included. */
  long step();

  /** Number of the running epoch, from 1. */
  int epoch();

  /** Number of epochs asked for. */
  int epochs();

  /** Steps made in this epoch. */
  int batch();

  /** Steps in an epoch. */
  int batches();

  /** The last step's learning rate; right after a resume, that of the next. */
  double learningRate();

  /**
   * Mean loss over this epoch's steps so far, NaN before the first; waits for the device, so ask
   * rarely.
   *
   * @throws dev.recurve.TrainingException if a step gave a value that is not finite
   */
  double runningLoss();

  /** The epochs that are done. */
  History history();

  /**
   * Does some work with the weights that a run evaluates and leaves behind: the averaged ones where
   * {@link Trainer#average} asks for an average, else those in training. Not to be called inside a
   * step.
   */
  <R> R withFinalWeights(Supplier<R> work);

  /** Memory that steps use on the device, in bytes. */
  long memoryBytes();
}
