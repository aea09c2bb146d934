package dev.recurve.train;

import java.util.OptionalDouble;

/**
 * What one epoch gave.
 *
 * @param epoch its number, from 1
 * @param trainLoss mean loss over the epoch's steps, while the weights changed
 * @param validLoss mean loss on the validation set after the epoch; empty without one
 * @param learningRate at the epoch's last step
 * @param gradientNorm mean norm over all gradients, before clipping
 * @param seconds spent, validation included
 */
public record EpochRecord(
    int epoch,
    double trainLoss,
    OptionalDouble validLoss,
    double learningRate,
    double gradientNorm,
    double seconds) {

  /** The loss that decides which epoch is best: on validation if there is one, else on training. */
  public double watchedLoss() {
    return validLoss.orElse(trainLoss);
  }
}
