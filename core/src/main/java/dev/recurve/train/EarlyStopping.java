package dev.recurve.train;

import dev.recurve.metrics.Metric;

/**
 * Ends a run when a figure of the validation set no longer improves, the loss unless a metric is
 * named, and puts the weights of the best epoch back at the end, however the run came to its end,
 * unless it was interrupted. Given to {@link Trainer#callbacks}; needs a validation set.
 *
 * @param patience epochs without improvement after which the run ends, at least 1
 * @param margin by how much the figure must get better to count as improved, 0 or more
 * @param watch which figure
 */
public record EarlyStopping(int patience, double margin, Watch watch) implements Callback {
  /** Checks the settings. */
  public EarlyStopping {
    if (patience < 1 || !(margin >= 0)) {
      throw new IllegalArgumentException(
          "Early stopping has a patience of at least 1 and a margin of 0 or more, received %d and %s"
              .formatted(patience, margin));
    }
  }

  /** Ends after this many epochs without any improvement. */
  public static EarlyStopping patience(int epochs) {
    return new EarlyStopping(epochs, 0, Watch.loss());
  }

  /** The same, counting only improvements by more than this. */
  public EarlyStopping margin(double least) {
    return new EarlyStopping(patience, least, watch);
  }

  /** The same, watching a metric that is given to {@link Trainer#metrics} too. */
  public EarlyStopping watching(Metric<?, ?> metric) {
    return new EarlyStopping(patience, margin, Watch.of(metric));
  }

  /** Whether a run with this history ends now. */
  boolean ends(History history) {
    int best = history.best(watch, margin).map(EpochRecord::epoch).orElse(0);
    return history.epochs().size() - best >= patience;
  }
}
