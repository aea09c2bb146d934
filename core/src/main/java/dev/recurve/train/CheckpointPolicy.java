package dev.recurve.train;

import dev.recurve.metrics.Metric;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where and how often a run is saved so that it can go on after a crash: after each epoch, when it
 * is interrupted, and every so many steps if asked for. The file is replaced as a whole or not at
 * all.
 *
 * @param path the file
 * @param everySteps also after each multiple of this many steps, at least 1; empty for never
 * @param best where the best epoch's is kept besides; empty for nowhere
 */
public record CheckpointPolicy(Path path, OptionalLong everySteps, Optional<Best> best) {
  /**
   * A file of its own for the best epoch so far.
   *
   * @param path the file
   * @param watch by which figure
   */
  public record Best(Path path, Watch watch) {}

  /** Checks the interval. */
  public CheckpointPolicy {
    if (everySteps.isPresent() && everySteps.getAsLong() < 1) {
      throw new IllegalArgumentException(
          "Checkpoints are at least 1 step apart, received " + everySteps.getAsLong());
    }
    if (best.map(Best::path).filter(path::equals).isPresent()) {
      throw new IllegalArgumentException(
          "The last and the best checkpoint want a file each, received %s for both"
              .formatted(path));
    }
  }

  /** After each epoch and when interrupted. */
  public static CheckpointPolicy at(Path path) {
    return new CheckpointPolicy(path, OptionalLong.empty(), Optional.empty());
  }

  /** The same, and after each multiple of this many steps. */
  public CheckpointPolicy everySteps(long steps) {
    return new CheckpointPolicy(path, OptionalLong.of(steps), best);
  }

  /** The same, and the checkpoint of the epoch with the least loss in another file. */
  public CheckpointPolicy best(Path file) {
    return new CheckpointPolicy(path, everySteps, Optional.of(new Best(file, Watch.loss())));
  }

  /** The same, and the checkpoint of the epoch that is best by a metric in another file. */
  public CheckpointPolicy best(Path file, Metric<?, ?> metric) {
    return new CheckpointPolicy(path, everySteps, Optional.of(new Best(file, Watch.of(metric))));
  }

  boolean isDue(long step) {
    return everySteps.isPresent() && step % everySteps.getAsLong() == 0;
  }
}
