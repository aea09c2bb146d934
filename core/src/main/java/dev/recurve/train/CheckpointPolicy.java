package dev.recurve.train;

import dev.recurve.metrics.Metric;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Where and how often a run is saved so that it can go on after a crash: after each epoch, when it
 * is interrupted, and every so many steps if asked for. The file is replaced as a whole or not at
 * all.
 *
 * @param path the file
 * @param everySteps also after each multiple of this many steps, at least 1; empty for never
 * @param best where the best epoch's is kept besides; empty for nowhere
 * @param kept of how many last epochs a file of its own is kept besides, at least 1; empty for none
 */
public record CheckpointPolicy(
    Path path, OptionalLong everySteps, Optional<Best> best, OptionalInt kept) {
  /**
   * A file of its own for the best epoch so far.
   *
   * @param path the file
   * @param watch by which figure
   */
  public record Best(Path path, Watch watch) {}

  /** Checks the interval, the number of files and their names. */
  public CheckpointPolicy {
    if (everySteps.isPresent() && everySteps.getAsLong() < 1) {
      throw new IllegalArgumentException(
          "Checkpoints are at least 1 step apart, received " + everySteps.getAsLong());
    }
    if (kept.isPresent() && kept.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "Checkpoints of at least 1 epoch are kept, received " + kept.getAsInt());
    }
    if (best.map(Best::path).filter(path::equals).isPresent()) {
      throw new IllegalArgumentException(
          "The last and the best checkpoint want a file each, received %s for both"
              .formatted(path));
    }
  }

  /** After each epoch and when interrupted. */
  public static CheckpointPolicy at(Path path) {
    return new CheckpointPolicy(path, OptionalLong.empty(), Optional.empty(), OptionalInt.empty());
  }

  /** The same, and after each multiple of this many steps. */
  public CheckpointPolicy everySteps(long steps) {
    return new CheckpointPolicy(path, OptionalLong.of(steps), best, kept);
  }

  /** The same, and the checkpoint of the epoch with the least loss in another file. */
  public CheckpointPolicy best(Path file) {
    return new CheckpointPolicy(path, everySteps, Optional.of(new Best(file, Watch.loss())), kept);
  }

  /** The same, and the checkpoint of the epoch that is best by a metric in another file. */
  public CheckpointPolicy best(Path file, Metric<?, ?> metric) {
    return new CheckpointPolicy(
        path, everySteps, Optional.of(new Best(file, Watch.of(metric))), kept);
  }

  /**
   * The same, and the checkpoints of the last epochs in files of their own: beside {@code
   * run.ckpt}, {@code run-epoch7.ckpt} for the seventh. Once an epoch's is written, that of so many
   * epochs before is deleted.
   *
   * @param epochs at least 1
   */
  public CheckpointPolicy keepLast(int epochs) {
    return new CheckpointPolicy(path, everySteps, best, OptionalInt.of(epochs));
  }

  /** Where the checkpoint of an epoch lies if it is kept. */
  Path ofEpoch(int epoch) {
    String name = path.getFileName().toString();
    int dot = name.lastIndexOf('.');
    int end = dot > 0 ? dot : name.length();
    return path.resolveSibling(
        "%s-epoch%d%s".formatted(name.substring(0, end), epoch, name.substring(end)));
  }

  boolean isDue(long step) {
    return everySteps.isPresent() && step % everySteps.getAsLong() == 0;
  }
}
