package dev.recurve.train;

import java.util.Optional;

/**
 * What a training run leaves behind, besides the weights.
 *
 * @param history its epochs
 * @param stopped why it ended
 * @param explanation the same as a sentence, for example {@code stopped: valid loss has not
 *     improved for 5 checks; best was epoch 7 (0.318)}
 * @param steps number of steps made, those before a resume included
 */
public record TrainingRun(History history, StopReason stopped, String explanation, long steps) {
  /** The epoch with the least loss; empty if none was finished. */
  public Optional<EpochRecord> best() {
    return history.best();
  }
}
