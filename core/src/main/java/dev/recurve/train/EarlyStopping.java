package dev.recurve.train;

/**
 * Ends a run when the validation loss no longer improves, and puts the weights of the best epoch
 * back at the end, however the run came to its end, unless it was interrupted. Given to {@link
 * Trainer#callbacks}; needs a validation set.
 *
 * @param patience epochs without improvement after which the run ends, at least 1
 * @param margin by how much the loss must fall to count as improved, 0 or more
 */
public record EarlyStopping(int patience, double margin) implements Callback {
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
    return new EarlyStopping(epochs, 0);
  }

  /** The same, counting only improvements by more than this. */
  public EarlyStopping margin(double loss) {
    return new EarlyStopping(patience, loss);
  }

  /** Whether a run with this history ends now. */
  boolean ends(History history) {
    int best = history.best(margin).map(EpochRecord::epoch).orElse(0);
    return history.epochs().size() - best >= patience;
  }
}
