package dev.recurve.train;

/** Where a run stands; each answer is that of the moment when it is asked. */
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

  /** The last step's learning rate. */
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

  /** Memory that steps use on the device, in bytes. */
  long memoryBytes();
}
