package dev.recurve.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
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
 * @param metrics figures on the validation set by name; those that are not defined are absent
 */
public record EpochRecord(
    int epoch,
    double trainLoss,
    OptionalDouble validLoss,
    double learningRate,
    double gradientNorm,
    double seconds,
    Map<String, Double> metrics) {
  /** Copies the map, and keeps its order. */
  public EpochRecord {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }

  /** Without metrics. */
  public EpochRecord(
      int epoch,
      double trainLoss,
      OptionalDouble validLoss,
      double learningRate,
      double gradientNorm,
      double seconds) {
    this(epoch, trainLoss, validLoss, learningRate, gradientNorm, seconds, Map.of());
  }

  /**
   * The loss that decides which epoch is best unless a metric does: on validation if there is one,
   * else on training.
   */
  public double watchedLoss() {
    return validLoss.orElse(trainLoss);
  }
}
