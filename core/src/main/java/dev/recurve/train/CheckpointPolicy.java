package dev.recurve.train;

import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Where and how often a run is saved so that it can go on after a crash: after each epoch, when it
 * is interrupted, and every so many steps if asked for. The file is replaced as a whole or not at
 * all.
 *
 * @param path the file
 * @param everySteps also after each multiple of this many steps, at least 1; empty for never
 */
public record CheckpointPolicy(Path path, OptionalLong everySteps) {
  /** Checks the interval. */
  public CheckpointPolicy {
    if (everySteps.isPresent() && everySteps.getAsLong() < 1) {
      throw new IllegalArgumentException(
          "Checkpoints are at least 1 step apart, received " + everySteps.getAsLong());
    }
  }

  /** After each epoch and when interrupted. */
  public static CheckpointPolicy at(Path path) {
    return new CheckpointPolicy(path, OptionalLong.empty());
  }

  /** The same, and after each multiple of this many steps. */
  public CheckpointPolicy everySteps(long steps) {
    return new CheckpointPolicy(path, OptionalLong.of(steps));
  }

  boolean isDue(long step) {
    return everySteps.isPresent() && step % everySteps.getAsLong() == 0;
  }
}
